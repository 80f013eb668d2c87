//! Ratings in words, stars and fractions.

use firstpick::ingest::values::parse_rating;

#[test]
fn ratings_are_read_with_their_scale_where_they_show_it() {
    for (cell, expected) in [
        ("4", (4.0, None)),
        ("4.5", (4.5, None)),
        ("4,5", (4.5, None)),
        ("4/5", (4.0, Some(5.0))),
        ("8/10", (8.0, Some(10.0))),
        ("4.5 / 5", (4.5, Some(5.0))),
        ("★★★☆☆", (3.0, Some(5.0))),
        ("★★★★★", (5.0, Some(5.0))),
        ("☆☆☆☆☆", (0.0, Some(5.0))),
        ("⭐⭐⭐⭐", (4.0, Some(5.0))),
        ("⭐️⭐️", (2.0, Some(5.0))),
        ("★★★½", (3.5, Some(5.0))),
        ("★★★★★★★★☆☆", (8.0, Some(10.0))),
        ("4.0 out of 5 stars", (4.0, Some(5.0))),
        ("Rated 4.0 out of 5", (4.0, Some(5.0))),
        ("4,0 von 5 Sternen", (4.0, Some(5.0))),
        ("4,0 sur 5 étoiles", (4.0, Some(5.0))),
        ("4,0 étoiles sur 5", (4.0, Some(5.0))),
        ("4,0 de 5 estrellas", (4.0, Some(5.0))),
        ("5つ星のうち4.0", (4.0, Some(5.0))),
        ("4 stars", (4.0, Some(5.0))),
        ("1 Star", (1.0, Some(5.0))),
        ("4-star", (4.0, Some(5.0))),
        ("4星", (4.0, Some(5.0))),
        ("四星", (4.0, Some(5.0))),
        ("五星", (5.0, Some(5.0))),
        ("4 звезды", (4.0, Some(5.0))),
        ("好评", (5.0, Some(5.0))),
        ("中评", (3.0, Some(5.0))),
        ("差评", (1.0, Some(5.0))),
        ("9.5分", (9.5, None)),
        ("4점", (4.0, None)),
    ] {
        assert_eq!(parse_rating(cell), Some(expected), "{cell}");
    }
}

#[test]
fn other_texts_are_no_ratings() {
    for cell in [
        "",
        "80%",
        "6/5",
        "12/31",
        "4/5/2025",
        "good tea",
        "$4",
        "-4",
        "4 pcs",
        "★ new",
        "/5",
        "4/",
        "stars",
        "星",
        "a/5",
        "4 of 7,000",
        "很好吃的面包，下次还会再来，推荐给大家，五星好评！！！",
    ] {
        assert_eq!(parse_rating(cell), None, "{cell}");
    }
}
