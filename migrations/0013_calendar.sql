-- The calendar: what changed in an activity and when, the days that organisations fixed for
-- themselves, and the addresses by which calendars are subscribed to.

alter table activities add column revision bigint not null default 0;
alter table activities add column changed_at text;

-- The day of the month that an organisation keeps for its theme day or its study: `5`, or as
-- RFC 5545 writes a weekday of a month, `1FR` (the first Friday) and `-1FR` (the last).
create table fixed_days (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  kind text not null,
  falls text not null,
  set_at text not null,
  set_by text not null,
  constraint fixed_days_pk primary key (tenant, id),
  constraint fixed_days_kind unique (tenant, org, kind),
  constraint fixed_days_org foreign key (tenant, org) references orgs (tenant, id)
);
create index fixed_days_path on fixed_days (tenant, path);

-- A calendar of an organisation for whoever holds its address. Kept is what knows the address again.
create table feeds (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  name text not null,
  token blob not null,
  made_at text not null,
  made_by text not null,
  revoked_at text,
  revoked_by text not null,
  constraint feeds_pk primary key (tenant, id),
  constraint feeds_org foreign key (tenant, org) references orgs (tenant, id)
);
create index feeds_token on feeds (tenant, token);
create index feeds_path on feeds (tenant, path);

-- A member's own calendar.
create table own_feeds (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  member uuid not null,
  token blob not null,
  made_at text not null,
  revoked_at text,
  constraint own_feeds_pk primary key (tenant, id),
  constraint own_feeds_member foreign key (tenant, member) references members (tenant, id)
);
create index own_feeds_token on own_feeds (tenant, token);
create index own_feeds_of on own_feeds (tenant, member);

-- A notice that was sent can be withdrawn; the notice that says so names the one it withdraws.
alter table notices add column withdrawn_at text;
alter table notices add column withdrawn_by text;
alter table notices add column withdrawn_why text;
alter table notices add column withdraws uuid;

-- A call that nobody answered: an attempt, and nobody was told.
create table call_attempts (
  tenant bigint not null,
  id uuid not null,
  notice uuid not null,
  member uuid not null,
  path text not null,
  made_at text not null,
  made_by text not null,
  constraint call_attempts_pk primary key (tenant, id),
  constraint call_attempts_notice foreign key (tenant, notice) references notices (tenant, id)
);
create index call_attempts_of on call_attempts (tenant, notice, member);
