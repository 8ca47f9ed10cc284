-- Forms sent from above: the blank as it came (kept sealed among the files under `content`), and what
-- was decided about it, sealed. `said`: what it said when it was filled, hidden facts left out, sealed.
create table forms (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  layout text not null,
  title text not null,
  file_name text not null,
  content text not null,
  sender text not null,
  due_on text,
  unanswered bigint not null,
  choices blob not null,
  said blob,
  made_at text not null,
  made_by text not null,
  filled_at text,
  filled_by text not null,
  put_away_at text,
  constraint forms_pk primary key (tenant, id),
  constraint forms_org foreign key (tenant, org) references orgs (tenant, id)
);
create index forms_by_path on forms (tenant, path, made_at);
create index forms_by_layout on forms (tenant, layout, made_at);
