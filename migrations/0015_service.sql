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
