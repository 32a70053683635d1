package org.yutang.programme.reading;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file for native code that only takes paths. On Linux it lies in memory and is gone with the
/// process, however that ends, so that no picture is left on a disk in the clear; elsewhere it is a
/// file in the process's own folder.
final class MemoryFile {

  private final Path path;

  private MemoryFile(Path path) {
    this.path = path;
  }

  @SuppressWarnings("restricted") // the child is started with native access
  static MemoryFile open() throws IOException {
    if (!System.getProperty("os.name").equals("Linux"))
      return new MemoryFile(Files.createTempFile("page", ".jpg"));
    Linker linker = Linker.nativeLinker();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment create = linker.defaultLookup().findOrThrow("memfd_create");
      int descriptor =
          (int)
              linker
                  .downcallHandle(
                      create,
                      FunctionDescriptor.of(
                          ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT))
                  .invokeExact(arena.allocateFrom("page"), 0);
      if (descriptor < 0) throw new IOException("no file in memory");
      return new MemoryFile(Path.of("/proc/self/fd/" + descriptor));
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException(e);
    }
  }

  /// Puts these bytes in the place of what it held.
  Path write(byte[] bytes) throws IOException {
    try (OutputStream out = new FileOutputStream(path.toFile())) {
      out.write(bytes);
    }
    return path;
  }

  /// Leaves nothing in it.
  void clear() throws IOException {
    var _ = write(new byte[0]);
  }
}
