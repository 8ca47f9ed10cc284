-- The ledger: organisations as a tree of paths, members in the order of their organisations.

create table orgs (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  parent uuid,
  kind text not null,
  name text not null,
  setting text not null,
  secretary text not null,
  phone blob,
  founded text,
  elected text,
  valid_until text,
  members_here bigint not null,
  members_below bigint not null,
  extra blob,
  source uuid,
  made_at text not null,
  closed_at text,
  constraint orgs_pk primary key (tenant, id),
  constraint orgs_path unique (tenant, path),
  constraint orgs_parent foreign key (tenant, parent) references orgs (tenant, id)
);
create index orgs_name on orgs (tenant, name);
create index orgs_children on orgs (tenant, parent, path);

create table members (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  name text not null,
  sex text not null,
  birth text,
  id_no blob,
  id_hash blob,
  phone blob,
  phone_hash blob,
  education text not null,
  joined text,
  became_full text,
  probationary bigint not null,
  employment text not null,
  unit text not null,
  home blob,
  lives_at blob,
  last_contact text,
  flags text not null,
  extra blob,
  source uuid,
  taken_in_on text not null,
  taken_in_by text not null,
  changed_at text not null,
  constraint members_pk primary key (tenant, id),
  constraint members_org foreign key (tenant, org) references orgs (tenant, id)
);
create index members_ledger on members (tenant, path, name, id);
-- Few are on probation and few wait for a decision: they are read in the ledger's order too.
create index members_probation on members (tenant, path, name, id) where probationary = 1;
create index members_undecided on members (tenant, path, name, id) where flags <> '';
create index members_id_no on members (tenant, id_hash);

-- Words by which a member is found: parts of the name, its pinyin and initials, the phone's tail.
-- `shared`: how many bytes of it the member's word before it, in their order, begins with too.
create table finds (
  tenant bigint not null,
  token text not null,
  path text not null,
  member uuid not null,
  shared bigint not null,
  constraint finds_pk primary key (tenant, token, path, member)
) {clustered};

-- What the registers say of members away from home, and of those in relocation.
create table floating (
  tenant bigint not null,
  member uuid not null,
  path text not null,
  destination text not null,
  reason text not null,
  since text,
  certificate text not null,
  contact_person text not null,
  last_contact text,
  source uuid,
  constraint floating_pk primary key (tenant, member),
  constraint floating_member foreign key (tenant, member) references members (tenant, id)
);

create table cards (
  tenant bigint not null,
  member uuid not null,
  path text not null,
  householder text not null,
  former_home blob,
  lives_at blob,
  housing text not null,
  contact blob,
  family blob,
  work text not null,
  studies_at_home text not null,
  health blob,
  confirmed_on text not null,
  source uuid,
  constraint cards_pk primary key (tenant, member),
  constraint cards_member foreign key (tenant, member) references members (tenant, id)
);

-- Every change of a member's facts, with what stood before, sealed: the timeline and the way back.
-- That they came stands in their own row.
create table changes (
  tenant bigint not null,
  occurred_on text not null,
  id uuid not null,
  member uuid not null,
  path text not null,
  kind text not null,
  fields text not null,
  before blob,
  after blob,
  source uuid,
  made_by text not null,
  constraint changes_pk primary key (tenant, occurred_on, id)
);
create index changes_member on changes (tenant, member);
create index changes_source on changes (tenant, source);

-- `account` is whose word it is: the text of a talk is read by them, the member and the branch's secretary.
create table contacts (
  tenant bigint not null,
  occurred_on text not null,
  id uuid not null,
  member uuid not null,
  path text not null,
  kind text not null,
  two_way bigint not null,
  note blob,
  account uuid,
  made_by text not null,
  made_at text not null,
  constraint contacts_pk primary key (tenant, occurred_on, id)
);
-- The last of each kind is read from this index alone.
create index contacts_member on contacts (tenant, member, occurred_on, kind, two_way, path);

-- What a member holds: secretary, committee member, group leader, a post.
create table duties (
  tenant bigint not null,
  id uuid not null,
  member uuid not null,
  path text not null,
  title text not null,
  from_day text not null,
  to_day text,
  source uuid,
  constraint duties_pk primary key (tenant, id),
  constraint duties_member foreign key (tenant, member) references members (tenant, id)
);
create index duties_of on duties (tenant, member);

-- A member's own word on what should be put right; somebody decides.
create table corrections (
  tenant bigint not null,
  id uuid not null,
  member uuid not null,
  path text not null,
  field text not null,
  wish blob not null,
  state text not null,
  asked_at text not null,
  decided_at text,
  decided_by text not null,
  answer text not null,
  constraint corrections_pk primary key (tenant, id),
  constraint corrections_member foreign key (tenant, member) references members (tenant, id)
);
create index corrections_open on corrections (tenant, state, path);

-- The names of extra facts: columns of people's sheets that the ledger has no place for. `shown`: what
-- somebody decided about them, 1 open and 0 hidden; null where the rules say.
create table extra_facts (
  tenant bigint not null,
  name text not null,
  shown bigint,
  decided_at text,
  decided_by text not null,
  constraint extra_facts_pk primary key (tenant, name)
);

-- The open ones, by which members are found. All of them stand sealed in the member's own row.
create table extras (
  tenant bigint not null,
  name text not null,
  value text not null,
  path text not null,
  member uuid not null,
  constraint extras_pk primary key (tenant, name, value, path, member)
);
create index extras_of on extras (tenant, member);
