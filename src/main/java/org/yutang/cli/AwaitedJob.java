package org.yutang.cli;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A job of the server, waited for with a progress line.
final class AwaitedJob {

  private static final long POLL_MILLIS = 300;

  private AwaitedJob() {}

  /// @return the job as the API shows it, ended
  static JsonNode await(LocalClient client, String job, Terminal terminal)
      throws InterruptedException {
    ProgressLine line = new ProgressLine(terminal);
    while (true) {
      JsonNode now = client.get("/api/v1/jobs/" + job);
      if (now.get("ended").asBoolean()) {
        line.clear();
        return now;
      }
      line.show(now.get("step").asString(), now.get("done").asLong(), now.get("total").asLong());
      Thread.sleep(POLL_MILLIS);
    }
  }

  /// Says why a job was refused.
  static void sayRefused(JsonNode refusal, Terminal terminal) {
    Map<String, Object> facts = new HashMap<>();
    refusal
        .get("facts")
        .properties()
        .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asString()));
    terminal.err().println(terminal.words().refusal(refusal.get("code").asString(), facts));
  }
}
