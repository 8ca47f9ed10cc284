-- The e-branch (materials, question rounds, comments, minutes, meetings), what is public with from,
-- to, mask level and consent, the public face of a branch, and acting for a person at the desk.

-- Something to study or to know, of a branch or of one of its activities: text, link, file.
create table materials (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  activity uuid,
  title text not null,
  body text not null,
  url text not null,
  file_name text not null,
  content text not null,
  file_kind text not null,
  bytes bigint not null,
  made_at text not null,
  made_by text not null,
  removed_at text,
  removed_by text not null,
  reason text not null,
  constraint materials_pk primary key (tenant, id),
  constraint materials_org foreign key (tenant, org) references orgs (tenant, id)
);
create index materials_path on materials (tenant, path, made_at);
create index materials_activity on materials (tenant, activity);

-- Open questions to an activity, a material, or the branch as a whole.
create table rounds (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  activity uuid,
  material uuid,
  title text not null,
  due_on text,
  made_at text not null,
  made_by text not null,
  closed_at text,
  constraint rounds_pk primary key (tenant, id),
  constraint rounds_org foreign key (tenant, org) references orgs (tenant, id)
);
create index rounds_path on rounds (tenant, path, made_at);
create index rounds_activity on rounds (tenant, activity);
create index rounds_material on rounds (tenant, material);

create table questions (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  round uuid not null,
  position bigint not null,
  body text not null,
  constraint questions_pk primary key (tenant, id),
  constraint questions_round foreign key (tenant, round) references rounds (tenant, id)
);
create index questions_of on questions (tenant, round, position);

-- The later word holds. `via` is account, desk, telephone or paper; `made_by` who wrote it down.
create table round_answers (
  tenant bigint not null,
  question uuid not null,
  member uuid not null,
  path text not null,
  round uuid not null,
  body text not null,
  via text not null,
  made_at text not null,
  made_by text not null,
  constraint round_answers_pk primary key (tenant, question, member),
  constraint round_answers_question foreign key (tenant, question) references questions (tenant, id)
);
create index round_answers_round on round_answers (tenant, round, member);

-- What a member says under a material. Withdrawn by its author it holds no text any more.
create table comments (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  material uuid not null,
  author uuid not null,
  name text not null,
  body text not null,
  via text not null,
  made_at text not null,
  edited_at text,
  withdrawn_at text,
  hidden_at text,
  hidden_by text not null,
  reason text not null,
  constraint comments_pk primary key (tenant, id),
  constraint comments_material foreign key (tenant, material) references materials (tenant, id)
);
create index comments_of on comments (tenant, material, made_at);

-- Minutes of an activity: a draft until they are put down; corrected by a version after them.
create table minutes (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  activity uuid not null,
  version bigint not null,
  body text not null,
  decisions text not null,
  file_name text not null,
  content text not null,
  file_kind text not null,
  made_at text not null,
  made_by text not null,
  put_down_at text,
  put_down_by text not null,
  constraint minutes_pk primary key (tenant, id),
  constraint minutes_version unique (tenant, activity, version),
  constraint minutes_activity foreign key (tenant, activity) references activities (tenant, id)
);

create table todos (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  minutes uuid not null,
  position bigint not null,
  what text not null,
  who text not null,
  due_on text,
  constraint todos_pk primary key (tenant, id),
  constraint todos_minutes foreign key (tenant, minutes) references minutes (tenant, id)
);
create index todos_of on todos (tenant, minutes, position);

-- Where an activity is held online.
create table meetings (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  activity uuid not null,
  url text not null,
  set_at text not null,
  set_by text not null,
  constraint meetings_pk primary key (tenant, id),
  constraint meetings_activity unique (tenant, activity)
);

-- That a thing is public: from when until when, and how much of a name is shown.
create table publicities (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  kind text not null,
  thing uuid not null,
  title text not null,
  from_day text not null,
  to_day text not null,
  mask text not null,
  made_at text not null,
  made_by text not null,
  ended_at text,
  constraint publicities_pk primary key (tenant, id),
  constraint publicities_thing unique (tenant, kind, thing)
);

-- Whether somebody who is named agrees. Without a row, or while only asked, nothing of them is shown.
create table consents (
  tenant bigint not null,
  id uuid not null,
  member uuid not null,
  path text not null,
  publicity uuid not null,
  state text not null,
  via text not null,
  asked_at text not null,
  asked_by text not null,
  said_at text,
  said_by text not null,
  constraint consents_pk primary key (tenant, id),
  constraint consents_once unique (tenant, publicity, member),
  constraint consents_publicity foreign key (tenant, publicity) references publicities (tenant, id)
);
create index consents_member on consents (tenant, member, state);

-- The public face of an organisation: there is none until it is switched on.
create table faces (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  slug text,
  about text not null,
  switched_on_at text,
  changed_at text not null,
  changed_by text not null,
  constraint faces_pk primary key (tenant, id),
  constraint faces_org unique (tenant, org),
  constraint faces_slug unique (tenant, slug)
);

create table news (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  title text not null,
  body text not null,
  content text not null,
  file_kind text not null,
  alt text not null,
  made_at text not null,
  made_by text not null,
  constraint news_pk primary key (tenant, id),
  constraint news_org foreign key (tenant, org) references orgs (tenant, id)
);
create index news_path on news (tenant, path, made_at);

-- Somebody who works here acts for a member for some minutes; each act moves the end forward.
create table actings (
  tenant bigint not null,
  id uuid not null,
  member uuid not null,
  path text not null,
  account uuid not null,
  name text not null,
  how text not null,
  begun_at text not null,
  until text not null,
  ended_at text,
  constraint actings_pk primary key (tenant, id)
);

-- What was done for a member, shown to them.
create table acts_for (
  tenant bigint not null,
  id uuid not null,
  member uuid not null,
  path text not null,
  acting uuid not null,
  what text not null,
  how text not null,
  made_at text not null,
  made_by text not null,
  constraint acts_for_pk primary key (tenant, id),
  constraint acts_for_acting foreign key (tenant, acting) references actings (tenant, id)
);
create index acts_for_member on acts_for (tenant, member, made_at);
