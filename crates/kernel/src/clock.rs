//! Time and chance. Nothing else in the product reads a clock or rolls a die (`clippy.toml`).

use crate::{error::Result, value::Id};
use jiff::{Span, Timestamp, Zoned, civil::Date, tz::TimeZone};
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};

/// The real clock, or in tests one that stands still until moved, with ids that repeat.
#[derive(Clone)]
pub struct Clock(Arc<Source>);

enum Source {
    Real,
    Fixed { now: Mutex<Timestamp>, made: AtomicU64 },
}

impl Clock {
    pub fn real() -> Clock {
        Clock(Arc::new(Source::Real))
    }
    pub fn fixed(now: &str) -> Clock {
        let now: Timestamp = now.parse().unwrap_or(Timestamp::UNIX_EPOCH);
        Clock(Arc::new(Source::Fixed { now: Mutex::new(now), made: AtomicU64::new(0) }))
    }
    /// Moves a fixed clock; the real one cannot be moved.
    pub fn set(&self, to: &str) {
        if let (Source::Fixed { now, .. }, Ok(to)) = (&*self.0, to.parse()) {
            *now.lock().unwrap_or_else(|e| e.into_inner()) = to;
        }
    }
    #[allow(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn timestamp(&self) -> Timestamp {
        match &*self.0 {
            Source::Real => Timestamp::now(),
            Source::Fixed { now, .. } => *now.lock().unwrap_or_else(|e| e.into_inner()),
        }
    }
    /// China keeps one time zone; civil dates and hours are its.
    pub fn zoned(&self) -> Zoned {
        self.timestamp().to_zoned(TimeZone::get("Asia/Shanghai").unwrap_or(TimeZone::UTC))
    }
    pub fn today(&self) -> Date {
        self.zoned().date()
    }
    /// `2026-11-22T20:15:00.123+08:00`: sorts as text.
    pub fn now(&self) -> String {
        stamp(&self.zoned())
    }
    /// The stamp so long after now, or before it where the span is negative.
    pub fn after(&self, span: Span) -> Result<String> {
        Ok(stamp(&self.zoned().checked_add(span)?))
    }
    /// Seconds from now until a stamp, rounded up; nothing where it lies behind or is empty.
    pub fn seconds_until(&self, stamp: &str) -> u64 {
        let then: Timestamp = stamp.parse().unwrap_or(Timestamp::UNIX_EPOCH);
        let millis = then.as_millisecond() - self.timestamp().as_millisecond();
        (millis.max(0) as u64).div_ceil(1000)
    }
    #[allow(clippy::disallowed_methods, reason = "the one place that makes ids")]
    pub fn new_id(&self) -> Id {
        match &*self.0 {
            Source::Real => Id(uuid::Uuid::now_v7()),
            Source::Fixed { made, .. } => {
                let millis = self.timestamp().as_millisecond() as u64;
                let n = made.fetch_add(1, Ordering::Relaxed);
                let mut random = [0u8; 10];
                random[2..].copy_from_slice(&n.to_be_bytes());
                Id(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
            }
        }
    }
}

fn stamp(at: &Zoned) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
}
