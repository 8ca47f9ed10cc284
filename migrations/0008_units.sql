-- Units and the members in service there who report in where they live; what residents need.

-- A unit stands once in a tenant, with the organisation that looks after it. `flags` name what is to
-- be looked into, `source` is the import it came with, `last_import` the import that wrote it last;
-- none once somebody changed it by hand.
create table units (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  name text not null,
  code text not null,
  kind text not null,
  address text not null,
  contact_person text not null,
  phone blob,
  party_org text not null,
  extra blob,
  flags text not null,
  source uuid,
  last_import uuid,
  made_at text not null,
  changed_at text not null,
  constraint units_pk primary key (tenant, id),
  constraint units_name unique (tenant, name)
);
create index units_ledger on units (tenant, path, name, id);
create index units_code on units (tenant, code);

-- `path` is the community's, `unit_name` what the person's unit is called where the unit itself may
-- stand with somebody else. `skills_said` and `available` are the person's words; `skills` and `free`
-- follow from them by rules/skills.toml and the organisation's own words. `plain` is the name as `finds`
-- has it. `state` is what the newest of its acts says; `link` is the unit's link it came by, and `slip`
-- the fingerprint of the person's own link to their slip.
create table report_ins (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  name text not null,
  sex text not null,
  id_no blob,
  id_hash blob,
  phone blob,
  phone_hash blob,
  unit uuid,
  unit_name text not null,
  lives_at blob,
  estate text not null,
  skills_said text not null,
  skills text not null,
  available text not null,
  free text not null,
  post_wish text not null,
  reported_on text not null,
  extra blob,
  flags text not null,
  plain text not null,
  state text not null,
  link uuid,
  slip blob,
  source uuid,
  last_import uuid,
  made_at text not null,
  changed_at text not null,
  constraint report_ins_pk primary key (tenant, id),
  constraint report_ins_org foreign key (tenant, org) references orgs (tenant, id),
  constraint report_ins_unit foreign key (tenant, unit) references units (tenant, id)
);
create index report_ins_ledger on report_ins (tenant, path, name, id);
create index report_ins_id_no on report_ins (tenant, id_hash);
create index report_ins_phone on report_ins (tenant, phone_hash);
create index report_ins_of on report_ins (tenant, unit, name);

-- `same` is a print of what is needed and where, by which the same need is found again; `building` is of
-- the register of places. `risk` is what whoever helps is told before, with the insurance where the work
-- is dangerous. `code` is a print of the code by which whoever asked without an account reads the answer;
-- `twin` the need that this one turned out to be.
create table needs (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  what text not null,
  place text not null,
  wanted text not null,
  free text not null,
  people bigint,
  urgency text not null,
  skills_said text not null,
  skills text not null,
  from_name blob,
  from_phone blob,
  channel text not null,
  asked_on text not null,
  state text not null,
  same blob not null,
  extra blob,
  building uuid,
  risk text not null,
  dangerous bigint not null,
  insurer text not null,
  policy_no text not null,
  insured_until text,
  code blob,
  twin uuid,
  source uuid,
  last_import uuid,
  made_at text not null,
  changed_at text not null,
  constraint needs_pk primary key (tenant, id),
  constraint needs_org foreign key (tenant, org) references orgs (tenant, id)
);
create index needs_asked on needs (tenant, path, asked_on, id);
create index needs_state on needs (tenant, state, asked_on, id);
create index needs_same on needs (tenant, same);
create index needs_org on needs (tenant, org, asked_on);
create index needs_code on needs (tenant, code);
create index needs_twin on needs (tenant, twin);

-- What was done about a need: appended. The newest says its state.
create table need_acts (
  tenant bigint not null,
  occurred_on text not null,
  id uuid not null,
  need uuid not null,
  path text not null,
  act text not null,
  reason text not null,
  made_by text not null,
  constraint need_acts_pk primary key (tenant, occurred_on, id)
);
create index need_acts_of on need_acts (tenant, need, occurred_on);

-- Words for skills that the printed list does not hold, as the organisation decided: the word itself
-- is a skill, or means another.
create table skill_words (
  tenant bigint not null,
  word text not null,
  means text not null,
  decided_at text not null,
  decided_by text not null,
  constraint skill_words_pk primary key (tenant, word)
);
