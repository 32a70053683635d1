package org.yutang.programme;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/// Definitions as they were when something was decided, by the digest of their text.
@Component
class PastDefinitions {

  private final Definitions definitions;
  private final EnrolmentQueries queries;
  private final Map<String, Definition> old = new ConcurrentHashMap<>();

  PastDefinitions(Definitions definitions, EnrolmentQueries queries) {
    this.definitions = definitions;
    this.queries = queries;
  }

  Definition get(ProgrammeId programme, String digest) {
    Definition today = definitions.get(programme);
    if (digest.equals(today.programme().digest())) return today;
    return old.computeIfAbsent(
        digest,
        missing ->
            Definitions.read(
                "programme.yaml@" + missing.substring(0, 8),
                queries.definition(missing).orElseThrow()));
  }
}
