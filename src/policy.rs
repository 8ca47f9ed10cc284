//! Who may do what: one table, read by people, printed to docs/derived/permissions.txt.
//!
//! A role is granted whole permissions; on which rows, the scope of the account says.

/// street officer, community worker, branch secretary, group leader, member, member in service, unit
/// contact, auditor, keeper
pub const ROLES: [&str; 9] = ["officer", "worker", "secretary", "leader", "member", "in_service", "contact", "auditor", "keeper"];

/// Roles that look after others' data: they need a second factor where the setting says so.
pub const STAFF: [&str; 6] = ["officer", "worker", "secretary", "leader", "auditor", "keeper"];

#[rustfmt::skip]
const TABLE: &[(&str, &[&str])] = &[
    ("accounts.manage", &["officer", "keeper"]),
    ("accounts.self",   &["officer", "worker", "secretary", "leader", "member", "in_service", "contact", "auditor", "keeper"]),
    ("activities.hold", &["officer", "worker", "secretary", "leader"]),
    ("activities.plan", &["officer", "worker", "secretary"]),
    ("activities.view", &["officer", "worker", "secretary", "leader"]),
    ("api.view",        &["officer", "worker", "secretary", "leader", "member", "in_service", "contact", "auditor", "keeper"]),
    ("audit.view",      &["auditor"]),
    ("away.answer",     &["member", "in_service"]),
    ("away.ask",        &["officer", "worker", "secretary"]),
    ("away.view",       &["officer", "worker", "secretary", "leader"]),
    ("bulletins.own",   &["member"]),
    ("bulletins.send",  &["officer", "worker", "secretary"]),
    ("bulletins.view",  &["officer", "worker", "secretary", "leader"]),
    ("calendar.own",    &["member"]),
    ("calendar.share",  &["officer", "worker", "secretary"]),
    ("categories.declare", &["officer", "worker", "secretary"]),
    ("categories.suppose", &["officer"]),
    ("categories.view", &["officer", "worker", "secretary", "leader"]),
    ("closing.close",   &["officer", "worker", "secretary"]),
    ("closing.view",    &["officer", "worker", "secretary", "leader"]),
    ("commitments.edit", &["officer", "worker", "secretary"]),
    ("commitments.own", &["member", "in_service"]),
    ("commitments.promise", &["member", "in_service"]),
    ("commitments.view", &["officer", "worker", "secretary", "leader"]),
    ("desk.act",        &["officer", "worker", "secretary"]),
    ("difficulties.view", &["officer", "worker", "secretary", "leader"]),
    ("dues.declare",    &["member"]),
    ("dues.own",        &["member"]),
    ("dues.record",     &["officer", "worker", "secretary"]),
    ("dues.relieve",    &["officer", "worker"]),
    ("dues.view",       &["officer", "worker", "secretary", "leader"]),
    ("ebranch.edit",    &["officer", "worker", "secretary"]),
    ("ebranch.say",     &["member"]),
    ("ebranch.view",    &["officer", "worker", "secretary", "leader", "member"]),
    ("forms.fill",      &["officer", "worker", "secretary"]),
    ("imports.view",    &["officer", "worker"]),
    ("imports.run",     &["officer", "worker"]),
    ("imports.decide",  &["officer", "worker"]),
    ("joint_rules.adopt", &["officer", "worker"]),
    ("joint_rules.view", &["officer", "worker", "secretary"]),
    ("letters.send",    &["officer", "worker"]),
    ("letters.view",    &["officer", "worker", "secretary"]),
    ("me.answer",       &["member"]),
    ("me.view",         &["member"]),
    ("needs.edit",      &["officer", "worker", "secretary"]),
    ("needs.view",      &["officer", "worker", "secretary"]),
    ("notices.call",    &["officer", "worker", "secretary", "leader"]),
    ("notices.send",    &["officer", "worker", "secretary"]),
    ("notices.view",    &["officer", "worker", "secretary", "leader"]),
    ("offers.answer",   &["member", "in_service"]),
    ("offers.own",      &["member", "in_service"]),
    ("offers.send",     &["officer", "worker", "secretary"]),
    ("offers.view",     &["officer", "worker", "secretary"]),
    ("orgs.view",       &["officer", "worker", "secretary", "leader", "member"]),
    ("orgs.edit",       &["officer", "worker"]),
    ("people.view",     &["officer", "worker", "secretary", "leader"]),
    ("people.describe", &["officer"]),
    ("people.edit",     &["officer", "worker", "secretary"]),
    ("people.reveal",   &["officer", "worker", "secretary"]),
    ("people.export",   &["officer", "worker"]),
    ("places.edit",     &["officer", "worker", "secretary"]),
    ("places.view",     &["officer", "worker", "secretary", "leader"]),
    ("points.own",      &["member"]),
    ("points.view",     &["officer", "worker", "secretary", "leader"]),
    ("posts.edit",      &["officer", "worker", "secretary"]),
    ("posts.own",       &["member", "in_service"]),
    ("posts.take",      &["member", "in_service"]),
    ("posts.view",      &["officer", "worker", "secretary", "leader"]),
    ("publicity.decide", &["officer", "worker", "secretary"]),
    ("report_in.edit",  &["officer", "worker", "secretary"]),
    ("report_in.export", &["officer", "worker"]),
    ("report_in.own",   &["member", "in_service"]),
    ("report_in.view",  &["officer", "worker", "secretary"]),
    ("reviews.own",     &["member", "in_service"]),
    ("reviews.view",    &["officer", "worker", "secretary"]),
    ("reviews.write",   &["officer", "worker"]),
    ("rewards.set",     &["officer", "worker"]),
    ("rounds.plan",     &["officer", "worker", "secretary"]),
    ("rounds.view",     &["officer", "worker", "secretary", "leader"]),
    ("rounds.visit",    &["officer", "worker", "secretary", "leader", "member"]),
    ("rules.edit",      &["officer"]),
    ("rules.view",      &["officer", "worker", "secretary", "leader", "member"]),
    ("service.do",      &["member", "in_service"]),
    ("service.export",  &["officer", "worker"]),
    ("service.own",     &["member", "in_service"]),
    ("service.record",  &["officer", "worker", "secretary"]),
    ("service.view",    &["officer", "worker", "secretary", "leader"]),
    ("settings.edit",   &["officer", "keeper"]),
    ("skills.decide",   &["officer"]),
    ("skills.view",     &["officer", "worker", "secretary"]),
    ("study.change",    &["officer", "worker", "secretary", "leader"]),
    ("study.view",      &["officer", "worker", "secretary", "leader"]),
    ("units.edit",      &["officer", "worker"]),
    ("units.follow",    &["contact"]),
    ("units.own",       &["contact"]),
    ("units.view",      &["officer", "worker", "secretary", "leader"]),
    ("venues.book",     &["officer", "worker", "secretary", "leader"]),
    ("venues.edit",     &["officer", "worker", "secretary"]),
    ("venues.view",     &["officer", "worker", "secretary", "leader"]),
    ("workbench.view",  &["officer", "worker", "secretary", "leader", "member", "in_service", "contact", "auditor", "keeper"]),
];

pub fn allows(role: &str, permission: &str) -> bool {
    TABLE.iter().any(|(p, roles)| *p == permission && roles.contains(&role))
}

/// The roles that this role may give to others. The officer gives what works below them; the keeper
/// gives the offices that hold no member's data, and the officer's to somebody else: never their own
/// account's role, for nobody changes that.
pub fn gives(role: &str) -> &'static [&'static str] {
    match role {
        "officer" => &["officer", "worker", "secretary", "leader", "member", "in_service", "contact", "keeper"],
        "keeper" => &["keeper", "officer", "auditor"],
        _ => &[],
    }
}

pub fn is_staff(role: &str) -> bool {
    STAFF.contains(&role)
}

/// Roles of one person's own account: they see what is theirs, and come by that person's invitation only.
pub fn is_personal(role: &str) -> bool {
    matches!(role, "member" | "in_service")
}

/// Every permission of the table, for tokens and for the printed list.
pub fn permissions() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    TABLE.iter().copied()
}

/// What a role is called.
pub fn role_name(role: &str) -> kernel::Text {
    let (zh, en) = match role {
        "officer" => ("街道党工委工作人员", "Street officer"),
        "worker" => ("社区党务工作者", "Community worker"),
        "secretary" => ("支部书记", "Branch secretary"),
        "leader" => ("党小组长", "Group leader"),
        "member" => ("党员", "Member"),
        "in_service" => ("在职党员", "Member in service"),
        "contact" => ("单位联络人", "Unit contact"),
        "auditor" => ("审计员", "Auditor"),
        "keeper" => ("系统保管员", "Keeper"),
        _ => ("系统", "System"),
    };
    kernel::Text::fixed(zh, en)
}

/// Where a role begins.
pub fn home(role: &str) -> &'static str {
    match role {
        "member" => "/me",
        "in_service" => "/me/report-in",
        "contact" => "/unit",
        "auditor" => "/audit",
        "keeper" => "/accounts",
        _ => "/",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(role: &str) -> Vec<&'static str> {
        permissions().filter(|p| p.1.contains(&role)).map(|p| p.0).collect()
    }

    #[test]
    fn who_gives_a_working_role_has_all_it_has() {
        let officer = of("officer");
        for role in gives("officer").iter().filter(|r| is_staff(r)) {
            let more: Vec<_> = of(role).into_iter().filter(|p| !officer.contains(p)).collect();
            assert!(more.is_empty(), "{role} may {more:?}, which the officer who gives it may not");
        }
    }

    #[test]
    fn only_who_manages_accounts_gives_roles_and_only_known_ones() {
        for role in ROLES {
            assert!(gives(role).is_empty() || allows(role, "accounts.manage"), "{role}");
            assert!(gives(role).iter().all(|r| ROLES.contains(r)), "{role}");
            assert!(allows(role, "accounts.self"), "{role} looks after their own account");
        }
        assert!(ROLES.iter().all(|role| ROLES.iter().any(|giver| gives(giver).contains(role))), "every role can be given by somebody");
    }

    #[test]
    fn auditors_and_keepers_have_no_members_data() {
        for role in ["auditor", "keeper"] {
            let data = [
                "people.",
                "categories.",
                "orgs.",
                "imports.",
                "activities.",
                "notices.",
                "points.",
                "dues.",
                "closing.",
                "units.",
                "report_in.",
                "letters.",
                "joint_rules.",
                "reviews.",
                "needs.",
                "posts.",
                "offers.",
                "service.",
                "commitments.",
                "places.",
                "rounds.",
                "study.",
                "away.",
                "venues.",
            ];
            assert!(of(role).iter().all(|p| !data.iter().any(|d| p.starts_with(d))), "{role}: {:?}", of(role));
        }
    }
}
