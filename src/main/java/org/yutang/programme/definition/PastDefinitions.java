package org.yutang.programme.definition;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.programme.ProgrammeId;

/// Definitions as they were when something was decided, by the digest of their text.
@Component
public class PastDefinitions {

  private final Definitions definitions;
  private final JdbcClient sql;
  private final Map<String, Definition> old = new ConcurrentHashMap<>();

  PastDefinitions(Definitions definitions, JdbcClient sql) {
    this.definitions = definitions;
    this.sql = sql;
  }

  /// Keeps the text of a definition that is about to decide something; in the transaction that is
  /// open, if one is.
  public void remember(Definition definition, Instant at) {
    sql.sql(
            """
            insert into programme.definition (digest, programme, source, first_used_at) values (:digest, :programme, :source, :at)
            on conflict do nothing
            """)
        .param("digest", definition.programme().digest())
        .param("programme", definition.programme().id().text())
        .param("source", definition.source())
        .param("at", at.atOffset(ZoneOffset.UTC))
        .update();
  }

  /// The definition of that digest, whether or not the programme still is among today's.
  public Definition get(ProgrammeId programme, String digest) {
    Optional<Definition> today = definitions.find(programme);
    if (today.isPresent() && digest.equals(today.get().programme().digest())) return today.get();
    return old.computeIfAbsent(
        digest,
        missing -> Definitions.read("programme.yaml@" + missing.substring(0, 8), source(missing)));
  }

  private String source(String digest) {
    return sql.sql("select source from programme.definition where digest = :digest")
        .param("digest", digest)
        .query(String.class)
        .single();
  }
}
