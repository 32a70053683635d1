package org.yutang.programme.cases;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.register.PersonId;

/// Links of people who act for themselves: the shard and a secret. Only a digest is kept: it is the
/// id of the actor whom the holder acts as.
@Component
class CaseLinks {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 32;
  private static final int SHARD_BYTES = Short.BYTES;

  private final JdbcClient sql;
  private final Clock clock;

  CaseLinks(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /// In the transaction that is open.
  String make(Actor issuer, ProgrammeId programme, String kind, PersonId person) {
    byte[] bytes = new byte[SHARD_BYTES + SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    ByteBuffer.wrap(bytes).putShort((short) person.shard());
    String link = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    sql.sql(
            """
            insert into programme.case_link (shard_key, person, programme, kind, account, issued_by, expires_at)
            values (:shard, :person, :programme, :kind, :account, :by, :until)
            on conflict (shard_key, person, programme, kind) do update set account = excluded.account, issued_by = excluded.issued_by, expires_at = excluded.expires_at
            """)
        .param("shard", person.shard())
        .param("person", person.value())
        .param("programme", programme.text())
        .param("kind", kind)
        .param("account", account(person.shard(), link))
        .param("by", issuer.account())
        .param("until", CaseRows.utc(clock.instant().plus(Duration.ofDays(Cases.LINK_DAYS))))
        .update();
    return link;
  }

  /// Refuses with [ProgrammeRefusal#BAD_LINK] what is unknown, replaced or too old.
  Cases.Applicant applicant(String link) {
    int shard = shard(link);
    UUID account = account(shard, link);
    record Found(Cases.Applicant applicant, Instant until) {}
    return sql.sql(
            "select programme, kind, person, expires_at from programme.case_link where shard_key = :shard and account = :account")
        .param("shard", shard)
        .param("account", account)
        .query(
            (row, number) ->
                new Found(
                    new Cases.Applicant(
                        new Actor(account, "本人", Set.of()),
                        new ProgrammeId(row.getString(1)),
                        row.getString(2),
                        new PersonId(row.getObject(3, UUID.class))),
                    row.getObject(4, OffsetDateTime.class).toInstant()))
        .optional()
        .filter(found -> !isOver(found.until()))
        .map(Found::applicant)
        .orElseThrow(() -> new Refusal(ProgrammeRefusal.BAD_LINK));
  }

  /// Whether the actor holds a link of that person for the kind.
  boolean holds(Actor actor, ProgrammeId programme, String kind, PersonId person) {
    return sql.sql(
            """
            select expires_at from programme.case_link
            where shard_key = :shard and person = :person and programme = :programme and kind = :kind and account = :account
            """)
        .param("shard", person.shard())
        .param("person", person.value())
        .param("programme", programme.text())
        .param("kind", kind)
        .param("account", actor.account())
        .query(OffsetDateTime.class)
        .optional()
        .filter(until -> !isOver(until.toInstant()))
        .isPresent();
  }

  /// Who gave out the present link, whether or not it is over.
  Optional<UUID> issuer(ProgrammeId programme, String kind, PersonId person) {
    return sql.sql(
            """
            select issued_by from programme.case_link where shard_key = :shard and person = :person and programme = :programme and kind = :kind
            """)
        .param("shard", person.shard())
        .param("person", person.value())
        .param("programme", programme.text())
        .param("kind", kind)
        .query(UUID.class)
        .optional();
  }

  /// Whether the actor gave out the link by which the person acts.
  boolean hasIssuedLink(Actor actor, CaseRow row) {
    return row.channel == CaseKind.Channel.SELF && isIssuer(actor, row);
  }

  /// Whether the actor gave out the present link of the case's person.
  boolean isIssuer(Actor actor, CaseRow row) {
    return issuer(row.programme, row.kind, row.person).equals(Optional.of(actor.account()));
  }

  private boolean isOver(Instant until) {
    return clock.instant().isAfter(until);
  }

  private static UUID account(int shard, String link) {
    return Uuids.inShard(shard, "case-link", link);
  }

  private static int shard(String link) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(link);
      int shard =
          bytes.length == SHARD_BYTES + SECRET_BYTES ? ByteBuffer.wrap(bytes).getShort() : -1;
      if (shard >= 0 && shard < Shards.COUNT) return shard;
    } catch (IllegalArgumentException e) {
      // nor was it ever one of ours
    }
    throw new Refusal(ProgrammeRefusal.BAD_LINK);
  }
}
