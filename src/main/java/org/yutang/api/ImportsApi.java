package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Actor;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.register.ImportKind;
import org.yutang.register.ImportRequest;
import org.yutang.register.Imports;

/// Imports of files that were put by `POST /api/v1/files` before.
@RestController
@RequestMapping("/api/v1/imports")
@Tag(name = "Imports", description = "Files of places, households and persons")
class ImportsApi {

  private final Imports imports;

  ImportsApi(Imports imports) {
    this.imports = imports;
  }

  @Operation(
      summary = "Import a file, or with `preview` only see what would come of it; follow the job")
  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  SubmittedAnswer submit(
      Actor actor, @RequestHeader(ApiFrame.KEY) UUID key, @RequestBody ImportBody body) {
    UUID job = Uuids.named(Imports.JOB_KIND, actor.account().toString(), key.toString());
    double share = body.maxBadShare == null ? ImportRequest.USUAL_MAX_BAD_SHARE : body.maxBadShare;
    if (!(share >= 0 && share <= 1))
      throw new Refusal(ApiRefusal.INVALID_FIELD, Map.of("field", "maxBadShare"));
    String name = body.fileName == null ? body.file : body.fileName;
    imports.submit(
        actor,
        job,
        new ImportRequest(
            kind(body.kind),
            body.file,
            name,
            body.mapping,
            share,
            Boolean.TRUE.equals(body.preview)));
    return new SubmittedAnswer(job);
  }

  @Operation(summary = "The bad rows of an ended import as CSV; 204 if it had none")
  @GetMapping("/{job}/errors")
  ResponseEntity<Resource> errors(Actor actor, @PathVariable UUID job) {
    Optional<Path> file = imports.errors(actor, job);
    if (file.isEmpty()) return ResponseEntity.noContent().build();
    return ResponseEntity.ok()
        .header("Content-Type", "text/csv;charset=UTF-8")
        .header("Content-Disposition", "attachment; filename=\"errors-" + job + ".csv\"")
        .body(new FileSystemResource(file.get()));
  }

  private static ImportKind kind(String name) {
    return Arrays.stream(ImportKind.values())
        .filter(kind -> kind.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> new Refusal(ApiRefusal.INVALID_FIELD, Map.of("field", "kind")));
  }

  record ImportBody(
      String kind,
      String file,
      @Nullable String fileName,
      String mapping,
      @Nullable Double maxBadShare,
      @Nullable Boolean preview) {}

  record SubmittedAnswer(UUID job) {}
}
