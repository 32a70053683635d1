package org.yutang.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.register.ImportKind;
import org.yutang.register.ImportRequest;
import org.yutang.register.Imports;
import org.yutang.register.PlaceEntry;
import org.yutang.register.PlaceQuery;
import org.yutang.register.Register;
import org.yutang.store.FileStore;

/// The register of [BenchCounty] in a house that has none.
@Component
final class BenchRegister {

  static final PlaceCode COUNTY = new PlaceCode("CN-500236");
  private static final long MAX_FILE_BYTES = 200L << 20;

  private final Imports imports;
  private final Register register;
  private final FileStore files;
  private final BenchJobs jobs;

  BenchRegister(Imports imports, Register register, FileStore files, BenchJobs jobs) {
    this.imports = imports;
    this.register = register;
    this.files = files;
    this.jobs = jobs;
  }

  /// Puts the county's list among the server's files. Refuses with [BenchRefusal#NOT_EMPTY] where
  /// anybody is registered.
  ///
  /// @return the digest of the list
  String list() throws IOException {
    if (register.figures(PlaceCode.WORLD).households() > 0)
      throw new Refusal(BenchRefusal.NOT_EMPTY);
    Path list = Files.createTempFile("yutang-bench", ".csv");
    try {
      new BenchCounty(villages()).write(list);
      try (InputStream in = Files.newInputStream(list)) {
        return files.put(in, MAX_FILE_BYTES).digest();
      }
    } finally {
      Files.delete(list);
    }
  }

  /// Seconds from submitting the import of the list to its end.
  double importOnce(Actor actor, String digest) throws IOException, InterruptedException {
    String mapping;
    try (InputStream in =
        Objects.requireNonNull(
            BenchRegister.class.getResourceAsStream("/mappings/demo-register.yaml"))) {
      mapping = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    ImportRequest request =
        new ImportRequest(ImportKind.REGISTER, digest, "county.csv", mapping, 0, false);
    return jobs.run(id -> imports.submit(actor, id, request)).seconds();
  }

  private List<String> villages() {
    List<String> codes = new ArrayList<>();
    for (PlaceEntry town :
        register.children(COUNTY, PlaceQuery.all(new Page.Wanted(1, Page.MAX_SIZE))).items())
      for (PlaceEntry village :
          register
              .children(town.place().code(), PlaceQuery.all(new Page.Wanted(1, Page.MAX_SIZE)))
              .items()) codes.add(village.place().code().text().substring(3));
    return codes;
  }
}
