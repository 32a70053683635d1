package org.yutang.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/// The mappings that come with the product, by the names of their files.
@Component
class ShippedMappings {

  private final SortedMap<String, String> texts = new TreeMap<>();

  ShippedMappings() throws IOException {
    for (Resource file :
        new PathMatchingResourcePatternResolver().getResources("classpath*:mappings/*.yaml"))
      texts.put(
          Objects.requireNonNull(file.getFilename()),
          file.getContentAsString(StandardCharsets.UTF_8));
  }

  SortedMap<String, String> texts() {
    return texts;
  }
}
