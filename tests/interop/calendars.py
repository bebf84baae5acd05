"""Calendars made and read by PyPI's icalendar and recurring-ical-events, which share no code with the program.

  calendars.py make                  a calendar of the year to come, with both time changes, on the screen
  calendars.py compare MADE READ     what differs between the dates of a calendar and what the program made of them
"""

import json
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from icalendar import Calendar, Event, vRecur

PARIS, MONTREAL = ZoneInfo("Europe/Paris"), ZoneInfo("America/Montreal")
TODAY = date.today()
# Within the year the program reads ahead, whatever the hour.
LAST = TODAY + timedelta(days=360)


def changes(zone):
    """The days of the coming year on which the clocks of a zone change."""
    for n in range(2, 358):
        day = datetime.combine(TODAY + timedelta(days=n), datetime.min.time())
        if day.replace(tzinfo=zone).utcoffset() != (day + timedelta(days=1)).replace(tzinfo=zone).utcoffset():
            yield day.date()


def event(calendar, uid, summary, start, end, **more):
    one = Event()
    one.add("uid", f"{uid}@essais.example")
    one.add("dtstamp", datetime.now(timezone.utc))
    one.add("summary", summary)
    one.add("dtstart", start)
    one.add("dtend", end)
    for name, value in more.items():
        values = value if isinstance(value, list) else [value]
        for each in values:
            one.add(name.replace("_", "-"), each)
    calendar.add_component(one)
    return one


def at(day, hour, minute=0, zone=PARIS):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


def make():
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Essais//icalendar//FR")
    first = TODAY + timedelta(days=3)
    until = at(LAST, 23).astimezone(timezone.utc)
    hours = timedelta(hours=2)

    def every(**rule):
        return vRecur({**rule, "until": until})

    left_out = first + timedelta(days=28)
    event(calendar, "semaine", "Chaque semaine", at(first, 20), at(first, 22),
          rrule=every(freq="weekly"), exdate=at(left_out, 20), description="Lignes\nà plier, " * 12)
    moved = first + timedelta(days=35)
    event(calendar, "semaine", "Chaque semaine, ailleurs", at(moved, 18, 30), at(moved, 19), recurrence_id=at(moved, 20))
    second = next(first + timedelta(days=n) for n in range(62)
                  if (first + timedelta(days=n)).weekday() == 1 and 8 <= (first + timedelta(days=n)).day <= 14)
    event(calendar, "mois", "Deuxième mardi", at(second, 18, 30), at(second, 20), rrule=every(freq="monthly", byday="2TU"))
    event(calendar, "dernier", "Dernier jour ouvré", at(first, 9, zone=MONTREAL), at(first, 10, zone=MONTREAL),
          rrule=every(freq="monthly", byday=["MO", "TU", "WE", "TH", "FR"], bysetpos=-1))
    for n, day in enumerate(changes(PARIS)):
        before = day - timedelta(days=3)
        for hour in (1, 2, 3, 20):
            start = at(before, hour, 30)
            event(calendar, f"change-{n}-{hour}", f"Vers le changement {n}, {hour} h 30", start, start + timedelta(minutes=20),
                  rrule=vRecur(freq="daily", count=7))
        event(calendar, f"montreal-{n}", f"De Montréal {n}", at(before, 19, zone=MONTREAL), at(before, 21, zone=MONTREAL),
              rrule=vRecur(freq="daily", count=30))
    event(calendar, "jours", "Trois jours entiers", first, first + timedelta(days=3),
          rrule=vRecur(freq="monthly", interval=3, count=4))
    event(calendar, "utc", "En UTC", at(first, 17, zone=timezone.utc), at(first, 17, zone=timezone.utc) + hours)
    event(calendar, "dates", "Deux dates de plus", at(first, 11), at(first, 12),
          rdate=[at(first + timedelta(days=90), 11), at(first + timedelta(days=180), 11)])
    calendar.add_missing_timezones()
    sys.stdout.write(calendar.to_ical().decode())


def moment(value):
    """A day as it is, a moment in UTC."""
    return value.astimezone(timezone.utc).isoformat() if isinstance(value, datetime) else value.isoformat()


def dates(calendar):
    """Every date of a calendar in the coming year: title, beginning, end."""
    found = recurring_ical_events.of(calendar).between(TODAY - timedelta(days=1), LAST + timedelta(days=5))
    return sorted((str(one["SUMMARY"]), moment(one.start), moment(one.end)) for one in found)


def faults(text, calendar):
    """What a strict reader minds of a file."""
    wrong = [f"longer than 75 octets: {line!r}" for line in text.split(b"\r\n") if len(line) > 75]
    if b"\n" in text.replace(b"\r\n", b""):
        wrong.append("a line that ends in a bare line feed")
    seen = set()
    for one in calendar.walk("VEVENT"):
        wrong += [f"{one.get('UID')}: {error}" for error in one.errors]
        wrong += [f"without {name}" for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "URL", "STATUS") if name not in one]
        if one["UID"] in seen:
            wrong.append(f"twice: {one['UID']}")
        seen.add(one["UID"])
    return wrong


def compare(made, read):
    written = Path(read).read_bytes()
    theirs, ours = Calendar.from_ical(Path(made).read_bytes()), Calendar.from_ical(written)
    wanted, found = dates(theirs), dates(ours)
    print(json.dumps({
        "icalendar": icalendar.__version__,
        "wanted": len(wanted),
        "offsets": sorted({str(at(date.fromisoformat(start[:10]), 12).utcoffset()) for _, start, _ in wanted}),
        "missing": [one for one in wanted if one not in found],
        "unexpected": [one for one in found if one not in wanted],
        "faults": faults(written, ours),
    }, ensure_ascii=False))


if __name__ == "__main__":
    {"make": make, "compare": compare}[sys.argv[1]](*sys.argv[2:])
