//! A switch: on, off, or as the rule book has it.

use crate::rulebook::{self, keys};
use kernel::{Error, Id, Reader, Result, Text, Writer, args};

/// A switch of the organisation. The rule book answers where nothing was set.
pub struct Switch {
    pub key: &'static str,
    rule: keys::Key<bool>,
    pub name: Text,
    pub does: Text,
}

/// A comparison of branches in the bulletin. Nobody is ever ranked as a person.
pub const RANKING_BRANCHES: Switch = Switch {
    key: "ranking.branches",
    rule: keys::POINTS_RANKING_BRANCHES,
    name: Text::fixed("通报里排列支部", "Rank branches in bulletins"),
    does: Text::fixed(
        "打开后，街道和总支的通报按参加率排列支部。党员个人永远不排名。",
        "When on, bulletins of the street and of general branches put branches in the order of taking part. Members are never ranked.",
    ),
};

pub const TOTP_STAFF: Switch = Switch {
    key: "totp.staff",
    rule: keys::TOTP_STAFF_REQUIRED,
    name: Text::fixed("工作人员须用动态口令", "Staff need a second factor"),
    does: Text::fixed(
        "打开后，工作人员登录时除密码外还要输入手机上的动态口令；还没有设置的，下次操作前先设置。",
        "When on, staff sign in with a code from their phone as well as the password; who has none sets it up before anything else.",
    ),
};

pub const ALL: [Switch; 2] = [TOTP_STAFF, RANKING_BRANCHES];

/// Whether the switch is on today.
pub fn on(cx: &Reader, switch: Switch) -> Result<bool> {
    match set_to(cx, &switch)? {
        Some(set) => Ok(set),
        None => by_rule(cx, switch),
    }
}

/// What the organisation set; `None` where it left the switch to the rule book.
pub(super) fn set_to(cx: &Reader, switch: &Switch) -> Result<Option<bool>> {
    let value: Option<String> = cx.maybe("select value from {settings} s where s.key = $1", args![switch.key])?;
    Ok(value.map(|v| v == "on"))
}

pub(super) fn by_rule(cx: &Reader, switch: Switch) -> Result<bool> {
    Ok(rulebook::book(cx)?.at(cx.today()).get(switch.rule))
}

/// Sets a switch to `on`, `off`, or back to the rule book with `rule`.
pub fn set(cx: &Writer, switch: &Switch, word: &str) -> Result<()> {
    match word {
        "on" | "off" => cx.run(
            "insert into {settings} (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value",
            args![switch.key, word],
        )?,
        "rule" => cx.run("delete from {settings} where key = $1", args![switch.key])?,
        _ => return Err(Error::field(switch.key, "请选择打开、关闭或按规则。", "Choose on, off, or as the rule says.")),
    };
    cx.note(Id::NIL, format!("setting {} {word}", switch.key));
    Ok(())
}
