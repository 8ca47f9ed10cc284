//! A booking, from the day it is asked for until it is cancelled; and who moves up then.

use super::{
    By, Counts, IfFull, Outcome, Span, Venue, Wanted,
    queue::{Ask, moving_up},
    request::named,
};
use crate::people::mask_phone;
use jiff::civil::Date;
use kernel::{Error, Id, Noun, Reader, Result, Spot, Text, Writer, args, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Booked,
    Waiting,
    Cancelled,
}

impl State {
    pub fn code(self) -> &'static str {
        match self {
            State::Booked => "booked",
            State::Waiting => "waiting",
            State::Cancelled => "cancelled",
        }
    }
    pub fn name(self) -> Text {
        match self {
            State::Booked => Text::fixed("已订", "Booked"),
            State::Waiting => Text::fixed("候补", "Waiting"),
            State::Cancelled => Text::fixed("已取消", "Cancelled"),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Booking {
    pub id: Id,
    pub path: String,
    pub venue: Id,
    /// The order of asking.
    pub number: i64,
    /// Of one repeated booking.
    pub series: Option<Id>,
    #[schemars(with = "String")]
    pub day: Date,
    pub starts: String,
    pub ends: String,
    pub people: i64,
    pub purpose: String,
    pub by_kind: By,
    pub by_id: Option<Id>,
    /// The organisation, unit or member; empty for a resident.
    pub of_name: String,
    pub state: State,
    /// Why it was cancelled.
    pub reason: String,
    /// Waited, and has the slot since.
    pub moved_up_at: Option<String>,
    /// When whoever moved up was told.
    pub told_at: Option<String>,
    pub made_by: String,
    #[serde(skip_serializing)]
    #[schemars(skip)]
    from_name: Option<Vec<u8>>,
    #[serde(skip_serializing)]
    #[schemars(skip)]
    from_phone: Option<Vec<u8>>,
}
impl Noun for Booking {
    const TABLE: &'static str = "bookings";
}

impl Booking {
    /// What stands on these days, cancelled ones left out.
    pub fn between(cx: &Reader, venue: Id, (first, last): (Date, Date)) -> Result<Vec<Booking>> {
        cx.all(
            "select * from {bookings} b where b.venue = $1 and b.day >= $2 and b.day <= $3 and b.state <> 'cancelled' order by b.day, b.starts, b.number",
            args![venue, first, last],
        )
    }

    /// The slots that organisations below a path have on these days.
    pub fn of_organisations(cx: &Reader, path: &str, (first, last): (Date, Date)) -> Result<Vec<(Booking, String)>> {
        let all: Vec<Booking> = cx.all(
            "select b.* from {bookings} b join {orgs} o on o.tenant = b.tenant and o.id = b.by_id where b.by_kind = 'org' and b.state = 'booked' \
             and o.path >= $1 and o.path < $2 and b.day >= $3 and b.day <= $4 order by b.day, b.starts, b.id",
            args![path, kernel::schema::past(path), first, last],
        )?;
        all.into_iter().map(|b| Ok((b.clone(), cx.find::<Venue>(b.venue)?.name))).collect()
    }

    /// Who moved up and was not told yet.
    pub fn untold(cx: &Reader) -> Result<Vec<Booking>> {
        cx.all(
            "select * from {bookings} b where b.state = 'booked' and b.moved_up_at is not null and b.told_at is null and b.day >= $1 order by b.day, b.starts, b.id",
            args![cx.today()],
        )
    }

    /// Books the days on which there is room. On the others whoever asks waits, leaves them out, or
    /// books nothing: then the full days are named.
    pub fn make(cx: &Writer, venue: &Venue, wanted: &Wanted) -> Result<Outcome> {
        let mut outcome = Outcome::default();
        let full: Vec<Date> =
            wanted.days.iter().copied().filter_map(|d| is_full(cx, venue, wanted, d).transpose()).collect::<Result<_>>()?;
        let all = full.len() == wanted.days.len();
        if !full.is_empty() && (wanted.full == IfFull::Refuse || (wanted.full == IfFull::Skip && all)) {
            return Err(named("day", ("这些日子满了：", "Full on: "), &full));
        }
        let series = (wanted.days.len() > 1).then(|| cx.new_id());
        for day in &wanted.days {
            let (is_full, waits) = (full.contains(day), wanted.full == IfFull::Wait);
            let (state, list) = match (is_full, waits) {
                (false, _) => (State::Booked, &mut outcome.booked),
                (true, true) => (State::Waiting, &mut outcome.waiting),
                (true, false) => {
                    outcome.left_out.push(*day);
                    continue;
                }
            };
            list.push(*day);
            let id = write(cx, venue, wanted, *day, series, state)?;
            outcome.first.get_or_insert(id);
        }
        cx.note(venue.id, format!("booked {}, waiting {}, by {}", outcome.booked.len(), outcome.waiting.len(), wanted.booker.by.code()));
        Ok(outcome)
    }

    /// With a reason; who waits moves up. `following`: the later days of a repeated booking too.
    pub fn cancel(&self, cx: &Writer, reason: &str, following: bool) -> Result<Vec<Booking>> {
        if self.state == State::Cancelled {
            return Err(Error::rule("booking_cancelled", "这个预订已经取消。", "This booking is cancelled already."));
        }
        if self.day < cx.today() {
            return Err(Error::rule("booking_past", "那天已经过去。", "That day has passed."));
        }
        if reason.trim().is_empty() {
            return Err(Error::field("reason", "请写明为什么取消。", "Say why it is cancelled."));
        }
        let all: Vec<Booking> = match self.series.filter(|_| following) {
            Some(series) => cx.all(
                "select * from {bookings} b where b.series = $1 and b.day >= $2 and b.state <> 'cancelled' order by b.day",
                args![series, self.day],
            )?,
            None => vec![self.clone()],
        };
        let venue: Venue = cx.find(self.venue)?;
        let mut moved = vec![];
        for one in &all {
            cx.run_one("update {bookings} set state = 'cancelled', reason = $1 where id = $2", args![reason.trim(), one.id])?;
            moved.extend(Booking::move_up(cx, &venue, one.day)?);
        }
        cx.note(self.id, format!("cancelled {}, moved up {}", all.len(), moved.len()));
        Ok(moved)
    }

    /// Whoever waits for a day and now has room.
    fn move_up(cx: &Writer, venue: &Venue, day: Date) -> Result<Vec<Booking>> {
        let day = of_day(cx, venue, day)?;
        let asks: Vec<Ask> = day.iter().map(|b| b.ask(venue)).collect();
        let moved: Vec<Booking> = moving_up(venue.capacity, &asks).into_iter().map(|n| day[n].clone()).collect();
        for one in &moved {
            cx.run_one("update {bookings} set state = 'booked', moved_up_at = $1 where id = $2", args![cx.now(), one.id])?;
            cx.note(one.id, "moved up");
        }
        Ok(moved)
    }

    /// The same on every day ahead on which somebody waits.
    pub fn move_all_up(cx: &Writer, venue: &Venue) -> Result<()> {
        let days: Vec<Date> = cx.all(
            "select distinct b.day from {bookings} b where b.venue = $1 and b.state = 'waiting' and b.day >= $2",
            args![venue.id, cx.today()],
        )?;
        days.into_iter().try_for_each(|day| Booking::move_up(cx, venue, day).map(drop))
    }

    /// Somebody told whoever moved up.
    pub fn tell(&self, cx: &Writer) -> Result<()> {
        if self.moved_up_at.is_none() || self.state != State::Booked {
            return Err(Error::rule("not_moved_up", "没有候补到，不用告知。", "Nothing moved up here."));
        }
        cx.run_one("update {bookings} set told_at = $1 where id = $2", args![cx.now(), self.id])?;
        cx.note(self.id, "told that it moved up");
        Ok(())
    }

    pub fn span(&self) -> Span {
        Span::of(&self.starts, &self.ends).unwrap_or(Span { from: 0, to: 0 })
    }

    fn ask(&self, venue: &Venue) -> Ask {
        Ask { span: self.span(), takes: takes(venue, self.people), booked: self.state == State::Booked }
    }

    /// As it is shown without a reason: a resident's name is masked.
    pub fn who(&self, cx: &Reader) -> Result<String> {
        match &self.from_name {
            Some(sealed) => {
                let name = cx.unseal(spot("from_name", self.id), sealed)?;
                Ok(say!("居民 {}", "Resident {}", crate::needs::mask_name(&name)))
            }
            None => Ok(self.of_name.clone()),
        }
    }

    pub fn phone(&self, cx: &Reader) -> Result<String> {
        let open = |sealed: &Vec<u8>| cx.unseal(spot("from_phone", self.id), sealed);
        Ok(self.from_phone.as_ref().map(open).transpose()?.map(|p| mask_phone(&p)).unwrap_or_default())
    }

    /// Name and telephone in full, for whoever gave a reason that was written down.
    pub fn revealed(&self, cx: &Reader) -> Result<String> {
        let open = |column, sealed: &Option<Vec<u8>>| sealed.as_deref().map(|s| cx.unseal(spot(column, self.id), s)).transpose();
        let parts = [open("from_name", &self.from_name)?, open("from_phone", &self.from_phone)?];
        Ok(parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
    }

    pub fn has_hidden(&self) -> bool {
        self.from_name.is_some() || self.from_phone.is_some()
    }

    /// On the board: no person is named, and what for is shown of organisations and units alone.
    pub fn publicly(&self) -> String {
        match self.by_kind.is_person() {
            true => t("已订", "Booked").into(),
            false if self.purpose.is_empty() => self.of_name.clone(),
            false => format!("{} · {}", self.of_name, self.purpose),
        }
    }
}

fn takes(venue: &Venue, people: i64) -> i64 {
    match venue.counts {
        Counts::Bookings => 1,
        Counts::People => people,
    }
}

fn of_day(cx: &Reader, venue: &Venue, day: Date) -> Result<Vec<Booking>> {
    cx.all(
        "select * from {bookings} b where b.venue = $1 and b.day = $2 and b.state <> 'cancelled' order by b.number",
        args![venue.id, day],
    )
}

/// The day itself, where one more does not fit.
fn is_full(cx: &Reader, venue: &Venue, wanted: &Wanted, day: Date) -> Result<Option<Date>> {
    let mut asks: Vec<Ask> = of_day(cx, venue, day)?.iter().map(|b| b.ask(venue)).collect();
    asks.push(Ask { span: wanted.span, takes: takes(venue, wanted.people), booked: false });
    let fits = moving_up(venue.capacity, &asks).last() == Some(&(asks.len() - 1));
    Ok((!fits).then_some(day))
}

/// Takes the next number of the venue: that is the order of waiting.
fn write(cx: &Writer, venue: &Venue, wanted: &Wanted, day: Date, series: Option<Id>, state: State) -> Result<Id> {
    cx.run_one("update {venues} set turns = turns + 1 where id = $1", args![venue.id])?;
    let (id, number): (Id, i64) = (cx.new_id(), cx.one("select v.turns from {venues} v where v.id = $1", args![venue.id])?);
    let seal = |column, text: &Option<String>| text.as_deref().map(|t| cx.seal(spot(column, id), t)).transpose();
    let who = &wanted.booker;
    cx.run(
        "insert into {bookings} (id, path, venue, number, series, day, starts, ends, people, purpose, by_kind, by_id, of_name, from_name, from_phone, state, reason, made_at, made_by) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, '', $17, $18)",
        args![
            id, &venue.path, venue.id, number, series, day, wanted.span.starts(), wanted.span.ends(), wanted.people, &wanted.purpose,
            who.by.code(), who.id, &who.name, seal("from_name", &who.from_name)?, seal("from_phone", &who.from_phone)?, state.code(),
            cx.now(), &cx.actor().name
        ],
    )?;
    Ok(id)
}

fn spot(column: &'static str, row: Id) -> Spot<'static> {
    Spot { table: "bookings", column, row }
}
