package org.yutang.trace.events;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.zip.CRC32;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.trace.Event;
import org.yutang.trace.document.EventHash;
import org.yutang.trace.document.EventWriter;
import org.yutang.trace.graph.Link;
import org.yutang.trace.graph.Step;
import org.yutang.trace.graph.StepReader;

/// An event on its way into the database.
///
/// @param index its number in the document
@SuppressWarnings("ArrayRecordComponent") // never compared
record NewEvent(
    int index, Event event, UUID id, String eventId, byte[] hash, String body, Step step) {

  static NewEvent of(int index, Event event, Set<String> ignored, Instant recordTime) {
    String hash = EventHash.of(event, ignored);
    String eventId = event.base().id().orElse(hash);
    boolean wrong = event.base().error().isPresent();
    Event kept =
        event.with(event.base().recorded(eventId, recordTime.atOffset(java.time.ZoneOffset.UTC)));
    String body = EventWriter.kept(kept);
    UUID id = id(eventId, wrong);
    byte[] digest = HexFormat.of().parseHex(hash, hash.indexOf(';') + 1, hash.indexOf('?'));
    return new NewEvent(
        index,
        kept,
        id,
        eventId,
        digest,
        body,
        StepReader.read(id, event.base().time().toInstant(), body));
  }

  /// @param wrong whether the declaration is meant that it was wrong
  static UUID id(String eventId, boolean wrong) {
    CRC32 crc = new CRC32();
    crc.update(eventId.getBytes(StandardCharsets.UTF_8));
    int shard = (int) (crc.getValue() % Shards.COUNT);
    return Uuids.inShard(shard, wrong ? "event-wrong" : "event", eventId);
  }

  boolean wrong() {
    return event.base().error().isPresent();
  }

  List<Link> links() {
    return step.links();
  }
}
