//! Encodings of Europe, told apart from those of East Asia and from each other; UTF-8 with bytes from elsewhere.

use firstpick::ingest::encoding::TextDecoder;

use crate::decoded;
use crate::writer::encoded;

/// Checks that each text, in that encoding, is read as it is.
#[track_caller]
fn reads(encoding: &str, texts: &[&str]) {
    let wrong: Vec<String> = texts
        .iter()
        .filter_map(|text| {
            let bytes = encoded(text, encoding).unwrap_or_else(|| panic!("{encoding} lacks a character of {text:?}"));
            let (found, name) = decoded(&bytes, 65_536).expect("text");
            (found != *text).then(|| format!("{:?} as {name}: {:?}", shortened(text), shortened(&found)))
        })
        .collect();
    assert!(wrong.is_empty(), "{encoding}:\n{}", wrong.join("\n"));
}

fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}

#[test]
fn accents_that_stand_alone_are_not_east_asian() {
    reads(
        "windows-1252",
        &[
            "user,item\n1,Men’s shirt\n2,b\n",
            "user,item\n1,Äpfel\n2,Birnen\n",
            "user,item\n1,Fizz®\n",
            "user,item\n1,café\n",
            "Käufer;Ware\n1;Brot\n2;Milch\n",
            "user,item\n1,Crème brûlée\n2,Pâté\n3,Äpfel\n",
            "user,item\n1,“Äpfel” – süß\n",
            "user,item\n1,5 € off\n2,Tea – green\n",
            "user,item\n1,Ñoños\n2,Piñata\n3,¿Qué?\n",
            "cliente,produto\n1,Limões\n2,Pão de açúcar\n",
        ],
    );
}

#[test]
fn many_accents_of_one_kind_are_western() {
    for sign in ["é", "ö", "ä", "ü", "ß", "ñ", "£", "€", "°", "º", "’", "ø", "®", "ê", "à", "ç"] {
        let text = format!("user,item\n{}", format!("1,Caf{sign} no. 7\n2,Tea {sign} 5\n").repeat(600));
        reads("windows-1252", &[&text]);
    }
    let german = "Kunde;Ware\nMüller;Brötchen süß\nJürgen;Käse, Äpfel\n".repeat(300);
    let french = "client,article\nHélène,crème brûlée\nFrançois,pâté où ça\n".repeat(300);
    reads("windows-1252", &[&german, &french]);
}

#[test]
fn hungarian_is_read_in_its_own_encoding() {
    let hungarian = "vevő,termék\nErdős Béla,főtt tészta\nKovácsné,tejföl, túró\nSzűcs Ödön,gyűrött szőlő\n";
    reads(
        "windows-1250",
        &[hungarian, &hungarian.repeat(100), "nev,aru\n1,szőlő\n2,körte\n", "nev,aru\n1,fűszer\n2,só\n"],
    );
    let polish = "klient,produkt\nŁukasz,mleko świeże\nZdzisław,chleb żytni, pączki\nMałgorzata,śliwki, gęś\n";
    let czech = "zákazník,zboží\nJiří,čerstvé mléko\nTomáš,žitný chléb, švestky\nŘehoř,vejce, máslo, sůl\n";
    reads("windows-1250", &[&polish.repeat(20), &czech.repeat(20), "kupec,izdelek\n1,Češnje\n2,Žemlja\n3,Šipek\n"]);
}

#[test]
fn utf_8_with_a_few_bytes_from_elsewhere_is_utf_8_and_they_are_counted() {
    let rows = "1,café\n2,thé\n3,crème\n4,pâté\n";
    let cases: [(Vec<u8>, u64); 4] = [
        ([b"user,item\n", rows.as_bytes(), b"5,Men\x92s\n"].concat(), 1),
        ([b"user,item\n5,Men\x92s\n", rows.as_bytes(), b"6,caf\xe9\n"].concat(), 2),
        (["user,item\n1,牛奶\n2,面包\n".as_bytes(), b"3,caf\xe9\n"].concat(), 1),
        (["user,item\nИванова,хлеб\n".as_bytes(), b"3,caf\xe9,\xe8\n"].concat(), 2),
    ];
    for (bytes, malformed) in cases {
        let mut decoder = TextDecoder::default();
        let mut text = String::new();
        let outcome = decoder.push(&bytes, true, &mut |part| {
            text += std::str::from_utf8(part).expect("whole characters");
            Ok(())
        });
        assert_eq!(outcome, Ok(()));
        assert_eq!((decoder.encoding(), decoder.malformed()), ("UTF-8", malformed), "{text}");
        assert_eq!(text.matches('\u{fffd}').count() as u64, malformed);
    }
    // In GBK, some pairs of bytes are UTF-8 by chance.
    reads("gb18030", &["用户,商品\n1,联通卡\n2,茅台\n", "user,item\n1,联通\n2,猫粮\n3,牛奶\n"]);
}

#[test]
fn signs_in_gbk_below_an_ascii_header_are_gbk() {
    reads(
        "gb18030",
        &[
            "user,item\n1,★★★ Tea\n2,Mug\n",
            "user,item\n1,Tea ① 500g\n2,Mug ②\n",
            "user,item\n1,20℃ Tea\n",
            "user,item,price\n1,Tea,￥5\n2,Mug,￥7\n",
            "user,item\n1,Tea×2\n2,Mug×1\n",
            "user,item\n1,Tea（green）\n2,Mug【new】\n",
            "user,item\n1,●Tea→Mug\n2,■Mug\n",
            "user,item\n1,★牛奶★\n2,①面包②\n3,℃×→\n",
        ],
    );
}
