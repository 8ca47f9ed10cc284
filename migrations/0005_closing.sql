-- What follows from the facts: hours and points with the fact they come from, and the months that
-- were closed on them.

create table points (
  tenant bigint not null,
  occurred_on text not null,
  id uuid not null,
  member uuid not null,
  path text not null,
  month text not null,
  points bigint not null,
  rule text not null,
  fact uuid not null,
  reverses uuid,
  reason text not null,
  made_at text not null,
  constraint points_pk primary key (tenant, occurred_on, id)
);
create index points_member on points (tenant, member, occurred_on);
-- The sum of each member's month, and what of it corrects months before, is read from this index alone.
create index points_month on points (tenant, month, member, points, occurred_on);

create table hours (
  tenant bigint not null,
  occurred_on text not null,
  id uuid not null,
  member uuid not null,
  path text not null,
  month text not null,
  minutes bigint not null,
  rule text not null,
  fact uuid not null,
  reverses uuid,
  reason text not null,
  made_at text not null,
  constraint hours_pk primary key (tenant, occurred_on, id)
);
create index hours_member on hours (tenant, member, occurred_on);
create index hours_month on hours (tenant, month, member, minutes, occurred_on);

create table closings (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  month text not null,
  closed_at text not null,
  closed_by text not null,
  constraint closings_pk primary key (tenant, id),
  constraint closings_month unique (tenant, org, month),
  constraint closings_org foreign key (tenant, org) references orgs (tenant, id)
);

-- A member's month as it stood when it was closed. Modes are counts of activities by how the
-- member took part; unmarked are those where the member was due and nobody wrote anything down.
-- The year's minutes and the cycle's points go on from the month before.
create table closed_members (
  tenant bigint not null,
  month text not null,
  path text not null,
  member uuid not null,
  name text not null,
  due bigint not null,
  in_room bigint not null,
  nearby bigint not null,
  at_home bigint not null,
  online bigint not null,
  made_up bigint not null,
  excused bigint not null,
  absent bigint not null,
  exempt bigint not null,
  unmarked bigint not null,
  fixed_due bigint not null,
  fixed_took bigint not null,
  minutes_month bigint not null,
  minutes_year bigint not null,
  minutes_target bigint not null,
  points_month bigint not null,
  points_cycle bigint not null,
  points bigint not null,
  duties text not null,
  contacts bigint not null,
  corrections bigint not null,
  constraint closed_members_pk primary key (tenant, month, path, member)
) {clustered};

-- An organisation's month with all that is below it; id is the organisation's. Due, took_part and the modes are counts of
-- activities by person; members_due and members_took count persons at the fixed activities.
create table closed_orgs (
  tenant bigint not null,
  month text not null,
  path text not null,
  id uuid not null,
  name text not null,
  kind text not null,
  members bigint not null,
  planned bigint not null,
  held bigint not null,
  postponed bigint not null,
  cancelled bigint not null,
  due bigint not null,
  in_room bigint not null,
  nearby bigint not null,
  at_home bigint not null,
  online bigint not null,
  made_up bigint not null,
  excused bigint not null,
  absent bigint not null,
  exempt bigint not null,
  unmarked bigint not null,
  members_due bigint not null,
  members_took bigint not null,
  minutes_month bigint not null,
  minutes_year bigint not null,
  minutes_target bigint not null,
  points_month bigint not null,
  contacts bigint not null,
  uncontacted bigint not null,
  corrections bigint not null,
  constraint closed_orgs_pk primary key (tenant, month, path)
) {clustered};

-- A bulletin's own words beside what is derived, and when it went out.
create table bulletins (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  month text not null,
  remark text not null,
  sent_at text,
  sent_by text not null,
  constraint bulletins_pk primary key (tenant, id),
  constraint bulletins_month unique (tenant, org, month),
  constraint bulletins_org foreign key (tenant, org) references orgs (tenant, id)
);
