package org.yutang.web;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.register.ImportKind;
import org.yutang.register.ImportReport;
import org.yutang.register.ImportRequest;
import org.yutang.register.Imports;
import org.yutang.register.RegisterRefusal;
import org.yutang.store.FileStore;
import org.yutang.store.Jobs;
import org.yutang.store.Json;

/// Bringing a file into the register in three steps: send it with its mapping, look at the preview,
/// confirm.
@Controller
class ImportPages {

  /// The largest file that can be sent by a page; larger ones go by the command line.
  static final long MAX_FILE_BYTES = 64L << 20;

  private static final long MAX_MAPPING_BYTES = 1 << 20;
  private static final int BAD_ROWS_SHOWN = 20;
  private static final int MAPPINGS_SHOWN = 20;

  private final Imports imports;
  private final Jobs jobs;
  private final FileStore files;
  private final Access access;
  private final ShippedMappings shipped;

  ImportPages(Imports imports, Jobs jobs, FileStore files, Access access, ShippedMappings shipped) {
    this.imports = imports;
    this.jobs = jobs;
    this.files = files;
    this.access = access;
    this.shipped = shipped;
  }

  @GetMapping("/imports")
  View list(Screen s, Actor actor) {
    return form(s, actor, HttpStatus.OK, ImportsView.Form.EMPTY);
  }

  @PostMapping("/imports")
  View preview(
      Screen s,
      Actor actor,
      @RequestParam String key,
      @RequestParam(defaultValue = "register") String kind,
      @RequestParam(required = false) MultipartFile upload,
      @RequestParam(defaultValue = "") String file,
      @RequestParam(defaultValue = "") String fileName,
      @RequestParam(defaultValue = "") String chosen,
      @RequestParam(required = false) MultipartFile mappingFile,
      @RequestParam(defaultValue = "") String mapping,
      @RequestParam(defaultValue = "5") String maxBad)
      throws IOException {
    requireEditor(actor);
    ImportsView.Form form = new ImportsView.Form(kind, file, fileName, mapping, maxBad, "", "");
    try {
      if (upload != null && !upload.isEmpty()) {
        String digest = files.putPassing(upload.getInputStream(), MAX_FILE_BYTES).digest();
        form =
            new ImportsView.Form(
                kind,
                digest,
                String.valueOf(upload.getOriginalFilename()),
                mapping,
                maxBad,
                "",
                "");
      }
      if (form.file().isEmpty()) throw new Refusal(WebRefusal.FILE_MISSING);
      form =
          new ImportsView.Form(
              kind,
              form.file(),
              form.fileName(),
              mapping(actor, mapping, mappingFile, chosen),
              maxBad,
              "",
              "");
      if (form.mapping().isBlank()) throw new Refusal(WebRefusal.MAPPING_MISSING);
      ImportKind what = Asked.constant(ImportKind.class, kind).orElse(ImportKind.REGISTER);
      imports.submit(
          actor,
          Asked.id(key),
          new ImportRequest(
              what, form.file(), form.fileName(), form.mapping(), share(maxBad), true));
      return Screen.go("/imports/" + key);
    } catch (Refusal refusal) {
      if (refusal.code().kind() != Refusal.Kind.INVALID
          && refusal.code().kind() != Refusal.Kind.TOO_LARGE) throw refusal;
      boolean mappingWrong =
          refusal.code() == RegisterRefusal.MAPPING_WRONG
              || refusal.code() == RegisterRefusal.WRONG_KIND;
      String field =
          mappingWrong || refusal.code() == WebRefusal.MAPPING_MISSING ? "mapping" : "upload";
      return form(
          s,
          actor,
          Mishaps.status(refusal.code().kind()),
          new ImportsView.Form(
              kind,
              form.file(),
              form.fileName(),
              form.mapping(),
              maxBad,
              s.refusal(refusal),
              field));
    }
  }

  @GetMapping("/imports/{id}")
  View one(Screen s, Actor actor, @PathVariable String id) throws IOException {
    return s.page("import", view(actor, get(actor, id)));
  }

  /// Does what the preview showed. The job's id follows from the preview's, so that confirming
  /// twice imports once.
  @PostMapping("/imports/{id}/confirmation")
  View confirm(Actor actor, @PathVariable String id) {
    Jobs.Job preview = get(actor, id);
    ImportRequest seen = request(preview);
    UUID job = Uuids.named("import", preview.id().toString());
    imports.submit(
        actor,
        job,
        new ImportRequest(
            seen.kind(), seen.file(), seen.fileName(), seen.mapping(), seen.maxBadShare(), false));
    return Screen.go("/imports/" + job);
  }

  @GetMapping("/imports/{id}/errors.csv")
  ResponseEntity<Resource> errors(Actor actor, @PathVariable String id) {
    Path file =
        imports.errors(actor, Asked.id(id)).orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS));
    return ResponseEntity.ok()
        .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"yutang-import-errors-" + id + ".csv\"")
        .body(new FileSystemResource(file));
  }

  private View form(Screen s, Actor actor, HttpStatus status, ImportsView.Form form) {
    requireEditor(actor);
    List<ImportsView.One> recent = new ArrayList<>();
    Map<String, ImportsView.Choice> mappings = new LinkedHashMap<>();
    Sorting<Jobs.Sort> sort = JobsView.sort(s);
    Page<Jobs.Job> page =
        jobs.list(
            new Jobs.Query(
                Optional.of(actor.account()),
                Optional.of(Imports.JOB_KIND),
                JobsView.state(s),
                sort.by(),
                sort.descending(),
                Asked.page(s)));
    for (Jobs.Job job : page.items()) {
      ImportRequest request = request(job);
      recent.add(new ImportsView.One(job, request, report(job), List.of(), false));
      if (mappings.size() < MAPPINGS_SHOWN)
        mappings.putIfAbsent(
            request.mapping(),
            new ImportsView.Choice(
                job.id().toString(),
                s.t("web.imports.chosen-earlier", "name", request.fileName())));
    }
    shipped
        .texts()
        .forEach(
            (name, text) -> {
              // those of orders are for shops
              if (!name.startsWith("orders-"))
                mappings.putIfAbsent(
                    text,
                    new ImportsView.Choice(name, s.t("web.imports.chosen-shipped", "name", name)));
            });
    return s.page(
        status,
        "imports",
        new ImportsView.Listed(recent, page, sort.text(), List.copyOf(mappings.values()), form));
  }

  private ImportsView.One view(Actor actor, Jobs.Job job) throws IOException {
    Optional<Path> errors = job.ended() ? imports.errors(actor, job.id()) : Optional.empty();
    List<List<String>> badRows = errors.isPresent() ? beginning(errors.get()) : List.of();
    return new ImportsView.One(job, request(job), report(job), badRows, errors.isPresent());
  }

  private Jobs.Job get(Actor actor, String id) {
    Optional<Jobs.Job> job =
        jobs.find(Asked.id(id))
            .filter(
                found ->
                    found.kind().equals(Imports.JOB_KIND)
                        && found.account().equals(actor.account()));
    return job.orElseThrow(() -> new Refusal(RegisterRefusal.UNKNOWN_IMPORT, Map.of("job", id)));
  }

  /// A file, or else the text in the form, or else the one that was chosen: shipped, or of an
  /// earlier import.
  private String mapping(Actor actor, String text, MultipartFile upload, String chosen)
      throws IOException {
    if (upload != null && !upload.isEmpty()) {
      if (upload.getSize() > MAX_MAPPING_BYTES) throw new Refusal(WebRefusal.MAPPING_MISSING);
      return new String(upload.getBytes(), StandardCharsets.UTF_8);
    }
    if (!text.isBlank()) return text;
    if (shipped.texts().containsKey(chosen)) return shipped.texts().getOrDefault(chosen, "");
    return chosen.isEmpty() ? "" : request(get(actor, chosen)).mapping();
  }

  private void requireEditor(Actor actor) {
    access.requireSomewhere(actor, Permission.EDIT_REGISTER);
  }

  private static ImportRequest request(Jobs.Job job) {
    return Json.read(job.argsJson(), ImportRequest.class);
  }

  private static Optional<ImportReport> report(Jobs.Job job) {
    return Optional.ofNullable(job.resultJson()).map(json -> Json.read(json, ImportReport.class));
  }

  private static double share(String percent) {
    return percent.matches("[0-9]{1,3}")
        ? Math.min(100, Integer.parseInt(percent)) / 100.0
        : ImportRequest.USUAL_MAX_BAD_SHARE;
  }

  private static List<List<String>> beginning(Path csv) throws IOException {
    byte[] head;
    try (var file = Files.newInputStream(csv)) {
      head = file.readNBytes(256 * 1024);
    }
    List<List<String>> rows = new ArrayList<>();
    try (var reader =
        CsvReader.builder()
            .ofCsvRecord(new String(head, StandardCharsets.UTF_8).replace("\uFEFF", ""))) {
      for (var row : reader) {
        if (rows.size() > BAD_ROWS_SHOWN) break;
        rows.add(row.getFields());
      }
    }
    return rows;
  }
}
