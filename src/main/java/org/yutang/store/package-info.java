/// Where everything is kept: the PostgreSQL server, its migrations, the outbox, jobs, files, keys,
/// backup and restore.
///
/// Promises: what a transaction committed survives kill -9 and power loss; every outbox entry
/// reaches every listener at least once and in commit order; a job that was submitted runs to an
/// end even if the process dies in between; backup and restore give the same house back. Knows no
/// business.
///
/// Owns the schema `store`. Start reading at [org.yutang.store.Home] (the folder), then
/// `EmbeddedPostgres` (the server), [org.yutang.store.Outbox] and [org.yutang.store.Jobs].
@NullMarked
package org.yutang.store;

import org.jspecify.annotations.NullMarked;
