package org.yutang.cli;

import java.util.Map;
import org.yutang.kernel.Money;
import org.yutang.programme.Replay;
import org.yutang.programme.Simulation;
import org.yutang.programme.Text;
import org.yutang.store.Json;
import tools.jackson.databind.JsonNode;

/// `programme simulate` and `programme replay`: try a definition on the register and the decided
/// cases of the server on this machine.
final class ProgrammeTrial {

  private static final int MAX_SHOWN = 50;

  private ProgrammeTrial() {}

  static int simulate(
      String definition, String place, int year, Arguments arguments, Terminal terminal)
      throws InterruptedException {
    return run(
        "simulations",
        Map.of("definition", definition, "place", place, "year", year),
        arguments,
        terminal,
        result -> say(Json.read(result, Simulation.class), terminal));
  }

  static int replay(String definition, String place, Arguments arguments, Terminal terminal)
      throws InterruptedException {
    return run(
        "replays",
        Map.of("definition", definition, "place", place),
        arguments,
        terminal,
        result -> say(Json.read(result, Replay.class), terminal));
  }

  private static int run(
      String what,
      Map<String, Object> body,
      Arguments arguments,
      Terminal terminal,
      java.util.function.Consumer<String> say)
      throws InterruptedException {
    try (LocalServer server = LocalServer.reach(arguments, terminal, System.getenv())) {
      LocalClient client = server.client();
      String job = client.post("/api/v1/programmes/" + what, body).get("job").asString();
      JsonNode ended = AwaitedJob.await(client, job, terminal);
      switch (ended.get("state").asString()) {
        case "DONE" -> {
          String result = ended.get("result").toString();
          if (arguments.has("--json")) terminal.out().println(result);
          else say.accept(result);
          return Exit.DONE;
        }
        case "REFUSED" -> AwaitedJob.sayRefused(ended.get("refusal"), terminal);
        default -> terminal.warn("cli.job-failed", Map.of("job", job));
      }
      return Exit.REFUSED;
    }
  }

  private static void say(Simulation found, Terminal terminal) {
    terminal.say(
        "cli.simulate.persons",
        Map.of(
            "title",
            in(found.title(), terminal),
            "year",
            String.valueOf(found.policyYear()),
            "persons",
            found.persons(),
            "counties",
            found.counties().size()));
    found.cover().ifPresent(cover -> say(cover, terminal));
    for (Simulation.Kind kind : found.kinds()) {
      terminal.say(
          "cli.simulate.kind",
          Map.of("title", in(kind.title(), terminal), "persons", kind.mayApply()));
      if (!kind.onAnswers().isEmpty())
        terminal.say(
            "cli.simulate.on-answers", Map.of("rules", String.join(", ", kind.onAnswers())));
      kind.most()
          .ifPresent(
              most ->
                  terminal.say(
                      "cli.simulate.most",
                      Map.of("seats", kind.seats().orElse(0), "amount", most.toString())));
    }
  }

  private static void say(Simulation.Cover cover, Terminal terminal) {
    terminal.say(
        "cli.simulate.cover",
        Map.of(
            "eligible", cover.eligible(),
            "women", cover.women(),
            "premium", cover.premium().toString()));
    cover
        .failed()
        .forEach(
            each ->
                terminal.say(
                    "cli.simulate.failed",
                    Map.of("rule", in(each.title(), terminal), "persons", each.persons())));
    cover
        .change()
        .ifPresent(
            change ->
                terminal.say(
                    "cli.simulate.change",
                    Map.of("gained", change.gained(), "lost", change.lost())));
    cover.funded().ifPresent(n -> terminal.say("cli.simulate.funded", Map.of("persons", n)));
  }

  private static void say(Replay found, Terminal terminal) {
    terminal.say(
        "cli.replay.decided",
        Map.of(
            "title",
            in(found.title(), terminal),
            "decided",
            found.decided(),
            "same",
            found.same(),
            "was",
            found.was().toString(),
            "would",
            found.would().toString()));
    found.differences().stream()
        .limit(MAX_SHOWN)
        .forEach(
            each ->
                terminal.say(
                    "cli.replay.difference",
                    Map.of(
                        "case",
                        each.id().toString(),
                        "day",
                        each.decidedDay().toString(),
                        "was",
                        given(each.was(), terminal),
                        "would",
                        given(each.would(), terminal),
                        "because",
                        String.join(
                            terminal.words().t("cli.replay.and"),
                            each.because().stream().map(why -> why(why, terminal)).toList()))));
    long more = found.decided() - found.same() - MAX_SHOWN;
    if (more > 0) terminal.say("cli.replay.more", Map.of("count", more));
  }

  private static String given(Replay.Given given, Terminal terminal) {
    if (!given.granted()) return terminal.words().t("cli.replay.nothing");
    Money amount = given.amount();
    return amount.minor() == 0 ? terminal.words().t("cli.replay.granted") : amount.toString();
  }

  private static String why(Replay.Reason reason, Terminal terminal) {
    String title = in(reason.title(), terminal);
    return terminal
        .words()
        .t(
            "programme.replay." + reason.why().name().toLowerCase(java.util.Locale.ROOT),
            Map.of("title", title.isEmpty() ? reason.name() : title));
  }

  private static String in(Text text, Terminal terminal) {
    return text.in(terminal.words().language());
  }
}
