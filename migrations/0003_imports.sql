-- Imports: what was given to us, how it was read, what each row became, and the way back.

create table imports (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  state text not null,
  whole bigint not null,
  problem text not null,
  made_at text not null,
  made_by text not null,
  job uuid,
  taken_at text,
  undone_at text,
  constraint imports_pk primary key (tenant, id),
  constraint imports_org foreign key (tenant, org) references orgs (tenant, id)
);

create table import_files (
  tenant bigint not null,
  id uuid not null,
  import uuid not null,
  position bigint not null,
  name text not null,
  content text not null,
  kind text not null,
  readings text not null,
  row_count bigint not null,
  new_count bigint not null,
  changed_count bigint not null,
  same_count bigint not null,
  decision_count bigint not null,
  refused_count bigint not null,
  notes text not null,
  problem text not null,
  constraint import_files_pk primary key (tenant, id),
  constraint import_files_import foreign key (tenant, import) references imports (tenant, id)
);
create index import_files_of on import_files (tenant, import, position);
create index import_files_content on import_files (tenant, content);

-- One line for each row of each file. What a row that changes something or waits says is sealed.
create table import_rows (
  tenant bigint not null,
  file uuid not null,
  sheet bigint not null,
  line bigint not null,
  name text not null,
  outcome text not null,
  subject uuid,
  why text not null,
  choice text not null,
  record blob,
  constraint import_rows_pk primary key (tenant, file, sheet, line),
  constraint import_rows_file foreign key (tenant, file) references import_files (tenant, id)
) {clustered};
create index import_rows_waiting on import_rows (tenant, outcome, choice) where outcome = 'decision';

-- What was decided about a branch that the tree does not hold, for all rows that name it.
create table import_branches (
  tenant bigint not null,
  import uuid not null,
  name text not null,
  choice text not null,
  constraint import_branches_pk primary key (tenant, import, name),
  constraint import_branches_import foreign key (tenant, import) references imports (tenant, id)
);

-- A way of reading that somebody confirmed, by the layout of the sheet.
create table known_readings (
  tenant bigint not null,
  shape text not null,
  reading text not null,
  confirmed_by text not null,
  confirmed_at text not null,
  constraint known_readings_pk primary key (tenant, shape)
);
