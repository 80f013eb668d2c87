"""Makes tests/fixtures/dates.json: moments as people write them, and when they are.

    python tests/python/dates_fixture.py        Python 3.11 or newer, nothing else

Written apart from the Rust code: the calendar is that of Python's datetime.

    {"days": [[year, month, day, days since 1970-01-01], ...],
     "missing": [[year, month, day], ...],             dates that the calendar does not have
     "cells": [[style, cell, seconds since 1970], ...]}

The styles are the orders in which a column has year, month and day ("ymd", "mdy", "dmy"), "compact",
"seconds", "milliseconds", "microseconds", "nanoseconds" and "excel".
"""

import json
import random
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "fixtures" / "dates.json"
SEED = 7
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def seconds(moment):
    return (moment - EPOCH) // timedelta(seconds=1)


def half(moment):
    """The hour of a 12-hour clock."""
    return (moment.hour + 11) % 12 + 1


def writings(moment):
    """(style, cell, the moment as far as the cell tells it)."""
    m = moment
    minute = m.replace(second=0)
    day = m.replace(hour=0, minute=0, second=0)
    month = day.replace(day=1)
    am = "am" if m.hour < 12 else "pm"
    chinese = "上午" if m.hour < 12 else "下午"
    yield "ymd", m.strftime("%Y-%m-%dT%H:%M:%SZ"), m
    yield "ymd", m.strftime("%Y-%m-%dT%H:%M:%S.123456Z"), m
    yield "ymd", m.strftime("%Y-%m-%d %H:%M:%S,5"), m
    yield "ymd", m.strftime("%Y-%m-%d %H:%M"), minute
    yield "ymd", m.strftime("%Y-%m-%d"), day
    yield "ymd", m.strftime("%Y/%m/%d"), day
    yield "ymd", m.strftime("%Y%m%dT%H%M%SZ"), m
    yield "ymd", m.strftime("%Y-%m"), month
    yield "ymd", m.strftime("%y-%m-%d"), day
    yield "ymd", f"{m.year}/{m.month}/{m.day} {m.hour}:{m.minute:02}", minute
    yield "ymd", f"{m.year}. {m.month}. {m.day}.", day
    yield "ymd", f"{m.year}年{m.month}月{m.day}日", day
    yield "ymd", f"{m.year}年{m.month}月{m.day}日 {m.hour}时{m.minute}分", minute
    yield "ymd", f"{m.year} 年 {m.month} 月 {m.day} 日{chinese}{half(m)}:{m.minute:02}:{m.second:02}", m
    yield "ymd", f"{m.year}年{m.month}月", month
    yield "ymd", f"{m.year}/{m.month}/{m.day} {chinese} {half(m):02}:{m.minute:02}:{m.second:02}", m
    for style, order in (("mdy", "%m{0}%d{0}"), ("dmy", "%d{0}%m{0}")):
        for separator in "/-.":
            short = order.format(separator)
            yield style, m.strftime(f"{short}%Y"), day
            yield style, m.strftime(f"{short}%y"), day
            yield style, m.strftime(f"{short}%Y %H:%M:%S"), m
            yield style, m.strftime(f"{short}%Y ") + f"{half(m)}:{m.minute:02} {am.upper()}", minute
        numbers = (m.month, m.day) if style == "mdy" else (m.day, m.month)
        yield style, f"{numbers[0]}/{numbers[1]}/{m.year} {m.hour}:{m.minute:02}", minute
        yield style, f"{numbers[0]}/{numbers[1]}/{m.year} {half(m)}:{m.minute:02}{am}", minute
        yield style, m.strftime("%m/%Y"), month
    for style in ("ymd", "mdy", "dmy"):
        yield style, m.strftime("%d-%b-%Y"), day
        yield style, m.strftime("%d-%b-%y"), day
        yield style, m.strftime("%b %d, %Y"), day
        yield style, m.strftime("%B %d %Y, %H:%M"), minute
        yield style, m.strftime("%d %B %Y"), day
        yield style, m.strftime("%d%b%Y"), day
        yield style, m.strftime("%b %Y"), month
        yield style, m.strftime("%a, %d %b %Y %H:%M:%S GMT"), m
        yield style, m.strftime("%a %b %d %H:%M:%S %Y"), m
    yield "compact", m.strftime("%Y%m%d"), day
    yield "compact", m.strftime("%Y%m%d%H%M"), minute
    yield "compact", m.strftime("%Y%m%d%H%M%S"), m
    yield "compact", m.strftime("%Y%m"), month
    if m.year < 2060:
        yield "seconds", str(seconds(m)), m
        yield "seconds", f"{seconds(m)}.75", m
        yield "milliseconds", str(seconds(m) * 1000 + 999), m
        yield "microseconds", str(seconds(m) * 10**6 + 1), m
        yield "nanoseconds", str(seconds(m) * 10**9 + 1), m
    serial = (m - datetime(1899, 12, 30, tzinfo=timezone.utc)) / timedelta(days=1)
    if 30_000 <= serial < 60_000:
        yield "excel", f"{serial:.9f}", m
        yield "excel", str(int(serial)), day


def zoned(moment, rng):
    minutes = rng.choice([-720, -480, -210, 0, 60, 330, 345, 480, 840])
    local = moment.astimezone(timezone(timedelta(minutes=minutes)))
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    yield "ymd", local.isoformat(), moment
    yield "ymd", local.strftime("%Y-%m-%d %H:%M:%S ") + f"{sign}{hours:02}{rest:02}", moment
    yield "ymd", local.strftime("%a %b %d %Y %H:%M:%S GMT") + f"{sign}{hours:02}{rest:02} (Somewhere)", moment
    if rest == 0:
        yield "ymd", local.strftime("%Y-%m-%dT%H:%M:%S") + f"{sign}{hours:02}", moment


def missing(year, month, day):
    try:
        date(year, month, day)
    except ValueError:
        return True
    return False


def main():
    rng = random.Random(SEED)
    # Two digits of a year are read as 1969 to 2068.
    first, last = datetime(1973, 4, 1, tzinfo=timezone.utc), datetime(2068, 12, 31, tzinfo=timezone.utc)
    moments = [first + timedelta(seconds=rng.randrange(seconds(last) - seconds(first))) for _ in range(24)]
    moments += [datetime(2012, 2, 29, 0, 0, 0, tzinfo=timezone.utc), datetime(2000, 2, 29, 12, 0, 1, tzinfo=timezone.utc)]
    moments += [datetime(1999, 12, 31, 23, 59, 59, tzinfo=timezone.utc), datetime(2011, 1, 1, 12, 30, 0, tzinfo=timezone.utc)]
    cells = [
        [style, cell, seconds(told)]
        for moment in moments
        for style, cell, told in [*writings(moment), *zoned(moment, rng)]
    ]
    dates = [date.fromordinal(rng.randint(1, date.max.toordinal())) for _ in range(300)]
    dates += [date(year, month, 1) for year in (1, 4, 100, 400, 1899, 1900, 1969, 2000, 2100, 9999) for month in range(1, 13)]
    drawn = [(rng.choice([1900, 2000, 2011, 2012, 2100]), rng.randint(0, 13), rng.randint(28, 32)) for _ in range(400)]
    fixture = {
        "days": [[d.year, d.month, d.day, (d - date(1970, 1, 1)).days] for d in dates],
        "missing": sorted({triple for triple in drawn if missing(*triple)}),
        "cells": cells,
    }
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(fixture, separators=(",", ":"), ensure_ascii=False)
    TARGET.write_text(text.replace("],[", "],\n[") + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(cells):,} cells, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
