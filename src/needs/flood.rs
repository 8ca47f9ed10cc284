//! Pages without an account take in so much a day from one address, and so much for one thing. Of an
//! address no more is kept than a print that nobody can turn back, until the next day.

use jiff::ToSpan;
use kernel::{Error, Id, Result, Writer, args};

/// Counts what comes from an address, and to a thing, today; `most` is what either may reach. `kind`
/// keeps the counts of different pages apart. `from` is as the proxy says; the last hop counts.
pub fn let_in(cx: &Writer, kind: &str, from: &str, thing: Id, most: [i64; 2]) -> Result<()> {
    let today = cx.today();
    let from = from.rsplit(',').next().unwrap_or_default().trim();
    cx.run("delete from {counter_days} where day < $1", args![today])?;
    for (whose, most) in [format!("{today}\n{from}"), format!("{today}\n{thing}")].iter().zip(most) {
        let whose = cx.digest(kind, whose);
        cx.run(
            "insert into {counter_days} (day, whose, asked) values ($1, $2, 1) on conflict (day, whose) do update set asked = counter_days.asked + 1",
            args![today, whose.as_slice()],
        )?;
        let asked: i64 =
            cx.one("select d.asked from {counter_days} d where d.day = $1 and d.whose = $2", args![today, whose.as_slice()])?;
        if asked > most {
            let midnight = (today + 1.day()).to_zoned(cx.house().clock.zoned().time_zone().clone())?;
            return Err(Error::TooMany(cx.house().clock.seconds_until(&midnight.timestamp().to_string())));
        }
    }
    Ok(())
}
