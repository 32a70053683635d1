package org.yutang.cli;

/// One thing that `./yutang` can do. To add one: write a class, name it in [Main#VERBS] and in the
/// launcher, and explain it in `help/<name>_zh.txt` and `help/<name>_en.txt`, which the launcher
/// prints without needing Java.
interface Verb {

  /// What is typed, such as `verify`.
  String name();

  /// What may follow it. Arguments that do not fit never reach [#run]; `--help` is dealt with
  /// before.
  Usage usage();

  /// Does it. A [org.yutang.kernel.Refusal] that it throws is printed as its sentence and ends in
  /// [Exit#REFUSED]; a [UsageError] is printed with the usage and ends in [Exit#USAGE].
  ///
  /// @return one of the codes in [Exit]
  int run(Arguments arguments, Terminal terminal) throws Exception;
}
