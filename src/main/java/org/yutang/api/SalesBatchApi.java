package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Actor;
import org.yutang.giving.Giving;
import org.yutang.kernel.Refusal;
import org.yutang.store.Words;

/// The wide door for shops with many orders: JSON lines in, JSON lines out, each line booked or
/// refused by itself. See [NoticeReader] for a line, [NoticeBatch] for what is done with them and
/// [JsonLines] and [Intake] for the bounds.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Giving")
class SalesBatchApi {

  static final String JSON_LINES = "application/x-ndjson";

  /// As it is sent; compressed, that is.
  static final long LIMIT_BYTES = 8 << 20;

  private static final MediaType ANSWER = MediaType.parseMediaType(JSON_LINES);

  private final Giving giving;
  private final Intake intake = new Intake();

  SalesBatchApi(Giving giving) {
    this.giving = giving;
  }

  @Operation(
      summary =
          "Tell up to 20,000 orders and refunds of a merchant as JSON lines, gzip if wanted; each line has a result of its own",
      description =
          """
          A line is {"type":"sale",…} with the fields of POST /sales or {"type":"refund",…} with those of POST /refunds. The answer has a line for
          each in the same order: result is booked, repeated or refused, with code and detail. 200 when every line was taken, 207 when some were
          refused, 422 when all were. What cannot be read any more is told by one last line with "unread": true.
          """)
  @ApiResponse(
      responseCode = "200",
      description = "Every line was taken",
      content = @Content(mediaType = JSON_LINES, schema = @Schema(type = "string")))
  @ApiResponse(
      responseCode = "207",
      description = "Some lines were taken, others refused: look at each",
      content = @Content(mediaType = JSON_LINES, schema = @Schema(type = "string")))
  @PostMapping(
      path = "/sales:batch",
      consumes = {JSON_LINES, "application/jsonl"})
  @BodyLimit(bytes = LIMIT_BYTES, streamed = true)
  ResponseEntity<byte[]> tell(Actor actor, @RequestParam UUID merchant, HttpServletRequest request)
      throws IOException {
    giving.requireActing(actor, merchant);
    Words words = Words.in(Problems.language(request));
    try (Intake.Place _ = intake.enter(actor.account())) {
      JsonLines lines =
          JsonLines.of(request.getInputStream(), request.getHeader(HttpHeaders.CONTENT_ENCODING));
      NoticeBatch.Answer answer =
          new NoticeBatch(
                  notices -> intake.inTurn(() -> giving.tell(actor, merchant, notices)), words)
              .answer(lines);
      readRest(request.getInputStream());
      return ResponseEntity.status(answer.status())
          .contentType(ANSWER)
          .header(HttpHeaders.CONTENT_LANGUAGE, words.language().tag())
          .body(answer.body());
    }
  }

  /// To the end or the bound, because the answer is kept with the digest of what was sent.
  private static void readRest(InputStream body) throws IOException {
    try {
      body.transferTo(OutputStream.nullOutputStream());
    } catch (Refusal tooLarge) {
      return; // the answer says so
    }
  }
}
