//! A member's own sheet of a month. It speaks of this one person and compares with nobody.

use super::report::{date, lang, percent};
use crate::{
    closing::{ClosedMember, ClosedOrg, Closing, Month},
    points,
};
use documents::{Bar, Paper};
use kernel::{Error, Id, Reader, Result, args, say, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Sheet {
    pub month: Month,
    pub member: ClosedMember,
    pub org: String,
    pub closed_on: String,
    pub hour: i64,
}

impl Sheet {
    pub fn of(cx: &Reader, member: Id, month: Month) -> Result<Sheet> {
        let member = ClosedMember::of(cx, month, member)?.ok_or(Error::NotFound)?;
        let org = ClosedOrg::at(cx, month, &member.path)?.ok_or(Error::NotFound)?;
        let closing: Option<Closing> = Closing::of(cx, org.org, month)?;
        let closed_on = closing.map(|c| c.closed_at).unwrap_or_default();
        Ok(Sheet {
            month,
            member,
            org: org.name,
            closed_on: closed_on.get(..10).unwrap_or_default().to_owned(),
            hour: points::hour(cx, month)?,
        })
    }

    /// The months a member has a sheet of, the latest first.
    pub fn months(cx: &Reader, member: Id) -> Result<Vec<Month>> {
        cx.all("select distinct s.month from {closed_members} s where s.member = $1 order by 1 desc", args![member])
    }

    pub fn title(&self) -> String {
        say!("{} {}", "{}: {}", self.member.name, self.month.name())
    }

    pub fn paper(&self) -> Paper {
        let m = &self.member;
        let hours = |minutes| points::hours(minutes, self.hour);
        let facts = [
            (t("党组织", "Organisation"), self.org.clone()),
            (t("职务", "Duties"), if m.duties.is_empty() { t("无", "None").into() } else { m.duties.clone() }),
            (t("应参加", "Due"), m.due.to_string()),
            (t("参加", "Took part"), m.present().to_string()),
            (t("请假、免予", "Excused, exempt"), (m.excused + m.exempt).to_string()),
            (t("没有登记", "Not marked"), m.unmarked.to_string()),
            (t("本月学时", "Hours this month"), hours(m.minutes_month)),
            (t("本月积分", "Points this month"), m.points_month.to_string()),
            (t("本周期积分", "Points this cycle"), m.points.to_string()),
            (t("联系", "Contacts"), m.contacts.to_string()),
        ];
        let year = format!("{} / {}", hours(m.minutes_year), hours(m.minutes_target));
        Paper::new(lang(), self.title(), date(&self.closed_on, self.month))
            .subtitle(say!("{} · {}", "{} · {}", self.org, self.closed_on))
            .facts(facts)
            .paragraph(self.sentence())
            .bars([Bar::new(t("今年学时", "Hours this year"), m.minutes_year as f64, m.minutes_target as f64, year)])
            .note(t(
                "各种参加方式同样计算。有出入请告诉支部，更正会记入下个月。",
                "Every way of taking part counts the same. Tell the branch what is not right: corrections count in the next month.",
            ))
    }

    fn sentence(&self) -> String {
        let m = &self.member;
        say!(
            "本月应参加 {} 次，参加 {} 次（{}）：会场 {}、就近 {}、上门 {}、网络 {}、补学 {}。",
            "Due {} times, took part {} times ({}): {} in the room, {} nearby, {} at home, {} online, {} made up later.",
            m.due,
            m.present(),
            percent(m.present(), m.due),
            m.in_room,
            m.nearby,
            m.at_home,
            m.online,
            m.made_up
        )
    }
}
