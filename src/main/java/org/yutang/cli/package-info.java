/// The `yutang` verbs: what the launcher hands over to Java.
///
/// Promises: every verb explains itself (`--help`), ends with one of the codes in
/// [org.yutang.cli.Exit], and says what went wrong in one sentence of the reader's language,
/// without a stack trace. Light verbs start no server; verbs that touch data call the running one
/// over loopback, or start one for the call and stop it.
///
/// Owns no tables and no rules. Start reading at `Verb`, then `Main` for the list of verbs;
/// `RunVerb` is how a server starts.
@NullMarked
package org.yutang.cli;

import org.jspecify.annotations.NullMarked;
