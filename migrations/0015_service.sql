-- What members of the ledger can do for others, the posts that needs are met by, who was asked and who
-- took what. Nothing here is given to anybody without their yes.

-- What a member can do and when, in their own words; `skills` and `free` follow from them by
-- rules/skills.toml. Of those who reported in, `report_ins` says the same.
create table abilities (
  tenant bigint not null,
  id uuid not null,
  member uuid not null,
  path text not null,
  skills_said text not null,
  skills text not null,
  available text not null,
  free text not null,
  post_wish text not null,
  via text not null,
  said_at text not null,
  made_by text not null,
  constraint abilities_pk primary key (tenant, id),
  constraint abilities_member unique (tenant, member),
  constraint abilities_of foreign key (tenant, member) references members (tenant, id)
);
create index abilities_path on abilities (tenant, path);

-- A post stands with the community whose need it meets; one made from a need ends with it.
create table posts (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  need uuid,
  kind text not null,
  title text not null,
  duty text not null,
  place text not null,
  wanted text not null,
  free text not null,
  people bigint not null,
  urgency text not null,
  skills_said text not null,
  skills text not null,
  risk_note text not null,
  from_day text not null,
  until_day text,
  made_at text not null,
  made_by text not null,
  ended_on text,
  ended_why text not null,
  constraint posts_pk primary key (tenant, id),
  constraint posts_org foreign key (tenant, org) references orgs (tenant, id),
  constraint posts_need unique (tenant, need),
  constraint posts_of_need foreign key (tenant, need) references needs (tenant, id)
);
create index posts_open on posts (tenant, path, ended_on, made_at);

-- `person` is a member of the ledger or somebody who reported in, as `tie` says.
create table offers (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  post uuid not null,
  person uuid not null,
  tie text not null,
  name text not null,
  worth bigint not null,
  reasons text not null,
  state text not null,
  sent_at text not null,
  sent_by text not null,
  answer_by text not null,
  answered_at text,
  via text not null,
  answered_to text not null,
  until_day text,
  words text not null,
  link blob,
  constraint offers_pk primary key (tenant, id),
  constraint offers_post foreign key (tenant, post) references posts (tenant, id)
);
create index offers_of on offers (tenant, post, person);
create index offers_person on offers (tenant, person, state);
create index offers_link on offers (tenant, link);

create table claims (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  post uuid not null,
  person uuid not null,
  tie text not null,
  name text not null,
  offer uuid,
  via text not null,
  state text not null,
  made_at text not null,
  made_by text not null,
  ended_on text,
  ended_why text not null,
  constraint claims_pk primary key (tenant, id),
  constraint claims_post foreign key (tenant, post) references posts (tenant, id)
);
create index claims_of on claims (tenant, post, state, made_at);
create index claims_person on claims (tenant, person, state);

-- Who leads those of like skill in an organisation; who belongs to them follows from their claims.
create table team_leaders (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  skill text not null,
  person uuid not null,
  tie text not null,
  name text not null,
  via text not null,
  made_at text not null,
  made_by text not null,
  constraint team_leaders_pk primary key (tenant, id),
  constraint team_leaders_of unique (tenant, org, skill)
);

-- One turn of service: meant, done, confirmed. `minutes` is what was meant, then what was said, then what
-- was confirmed; each step stands in `service_acts`. `link` knows again the slip by which whoever was
-- served confirms.
create table services (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  post uuid not null,
  person uuid not null,
  tie text not null,
  name text not null,
  day text not null,
  starts text not null,
  minutes bigint not null,
  words text not null,
  state text not null,
  how text not null,
  link blob,
  made_at text not null,
  made_by text not null,
  constraint services_pk primary key (tenant, id),
  constraint services_post foreign key (tenant, post) references posts (tenant, id)
);
create index services_person on services (tenant, person, day);
create index services_of on services (tenant, post, day);
create index services_state on services (tenant, state, path, day);
create index services_link on services (tenant, link);

-- What became of a turn: appended. The newest says its state.
create table service_acts (
  tenant bigint not null,
  occurred_on text not null,
  id uuid not null,
  service uuid not null,
  path text not null,
  act text not null,
  minutes bigint not null,
  how text not null,
  reason text not null,
  made_by text not null,
  constraint service_acts_pk primary key (tenant, occurred_on, id)
);
create index service_acts_of on service_acts (tenant, service, occurred_on);

-- A certificate as it was issued. `number` cannot be guessed: who types it in has the paper.
create table certificates (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  number text not null,
  person uuid not null,
  tie text not null,
  name text not null,
  from_day text not null,
  until_day text not null,
  minutes bigint not null,
  turns bigint not null,
  content text not null,
  issued_on text not null,
  issued_by text not null,
  revoked_on text,
  revoked_why text not null,
  constraint certificates_pk primary key (tenant, id),
  constraint certificates_number unique (tenant, number),
  constraint certificates_org foreign key (tenant, org) references orgs (tenant, id)
);
create index certificates_person on certificates (tenant, person, issued_on);
