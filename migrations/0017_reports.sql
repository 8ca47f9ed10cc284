-- Reporting in as a story, links by which it is done, contacts and agreements of units, and why people
-- stay away.

-- What became of somebody's reporting in: appended. The newest says the state.
create table report_in_acts (
  tenant bigint not null,
  occurred_on text not null,
  id uuid not null,
  report_in uuid not null,
  path text not null,
  act text not null,
  reason text not null,
  made_by text not null,
  constraint report_in_acts_pk primary key (tenant, occurred_on, id)
);
create index report_in_acts_of on report_in_acts (tenant, report_in, occurred_on);

-- The link of a unit by which its people report in. The token follows from `number`, a new one makes
-- the old void; kept is only what knows it again.
create table report_links (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  unit uuid not null,
  number bigint not null,
  token blob,
  good_until text not null,
  made_at text not null,
  made_by text not null,
  constraint report_links_pk primary key (tenant, id),
  constraint report_links_one unique (tenant, unit),
  constraint report_links_unit foreign key (tenant, unit) references units (tenant, id)
);
create index report_links_token on report_links (tenant, token);

-- Who speaks for a unit, in which role, from when until when.
create table unit_contacts (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  unit uuid not null,
  name text not null,
  role text not null,
  phone blob,
  since text not null,
  until text,
  made_by text not null,
  constraint unit_contacts_pk primary key (tenant, id),
  constraint unit_contacts_unit foreign key (tenant, unit) references units (tenant, id)
);
create index unit_contacts_of on unit_contacts (tenant, unit, since);

-- What a unit and the community have agreed on: the duties of both sides in words.
create table unit_agreements (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  unit uuid not null,
  from_day text not null,
  to_day text not null,
  signed_on text not null,
  ours text not null,
  theirs text not null,
  made_at text not null,
  made_by text not null,
  ended_on text,
  constraint unit_agreements_pk primary key (tenant, id),
  constraint unit_agreements_unit foreign key (tenant, unit) references units (tenant, id)
);
create index unit_agreements_of on unit_agreements (tenant, unit, to_day);
create index unit_agreements_due on unit_agreements (tenant, to_day);

-- A question for the reasons of staying away, standing from one quarter to another or on and on.
create table away_questions (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  first text not null,
  last text,
  made_at text not null,
  made_by text not null,
  constraint away_questions_pk primary key (tenant, id),
  constraint away_questions_org foreign key (tenant, org) references orgs (tenant, id)
);
create index away_questions_path on away_questions (tenant, path, first);

-- That somebody has answered in a quarter, as a keyed print of who; without a time, and without what.
create table away_marks (
  tenant bigint not null,
  question uuid not null,
  quarter text not null,
  mark blob not null,
  constraint away_marks_pk primary key (tenant, question, quarter, mark),
  constraint away_marks_question foreign key (tenant, question) references away_questions (tenant, id)
);

-- How often each cause was said, without who. `shown` is what may be read: it follows `said` in steps.
create table away_tallies (
  tenant bigint not null,
  question uuid not null,
  quarter text not null,
  cause text not null,
  said bigint not null,
  shown bigint not null,
  constraint away_tallies_pk primary key (tenant, question, quarter, cause),
  constraint away_tallies_question foreign key (tenant, question) references away_questions (tenant, id)
);

-- What the organisation changed after it.
create table away_changes (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  question uuid not null,
  on_day text not null,
  words text not null,
  made_at text not null,
  made_by text not null,
  constraint away_changes_pk primary key (tenant, id),
  constraint away_changes_question foreign key (tenant, question) references away_questions (tenant, id)
);
create index away_changes_of on away_changes (tenant, question, on_day);
