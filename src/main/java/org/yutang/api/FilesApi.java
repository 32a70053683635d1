package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.store.FileStore;
import org.yutang.store.Photos;

/// Takes files for later commands, such as an import. The body is the file itself; sending it again
/// changes nothing, because a file is known by its digest.
@RestController
class FilesApi {

  /// The largest file that is taken; a county's register has 30 MB.
  static final long LIMIT_BYTES = 64L << 20;

  private final FileStore files;
  private final Photos photos;
  private final Access access;

  FilesApi(FileStore files, Photos photos, Access access) {
    this.files = files;
    this.photos = photos;
    this.access = access;
  }

  @Operation(summary = "Upload a file for a later command; the body is the file itself")
  @PostMapping("/api/v1/files")
  @BodyLimit(bytes = LIMIT_BYTES, streamed = true)
  FileStore.Stored put(Actor actor, HttpServletRequest request) throws IOException {
    access.requireSomewhere(actor, Permission.EDIT_REGISTER);
    return files.putPassing(request.getInputStream(), LIMIT_BYTES);
  }

  @Operation(
      summary =
          "Upload a photo for a claim or case (JPEG or PNG); what is kept is drawn anew, without place and device")
  @PostMapping("/api/v1/photos")
  @BodyLimit(bytes = Photos.MAX_BYTES, streamed = true)
  Photos.Photo putPhoto(Actor actor, HttpServletRequest request) throws IOException {
    access.requireSomewhere(actor, Permission.FILE_CASE);
    return photos.put(request.getInputStream());
  }
}
