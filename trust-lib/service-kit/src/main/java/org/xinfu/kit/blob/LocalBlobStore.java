package org.xinfu.kit.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.xinfu.kit.pg.StoreUnavailable;
import org.xinfu.trust.Bytes;

/**
 * Blobs in a local directory, two levels deep. A blob appears whole or not at all: temporary file,
 * fsync, atomic rename, fsync of the directory. Its octets are encrypted under {@link DataKey}.
 */
final class LocalBlobStore implements BlobStore {
  private final Path root;
  private final DataKey key;

  LocalBlobStore(Path root, DataKey key) {
    this.root = root;
    this.key = key;
  }

  @Override
  public BlobId put(Bytes content) {
    BlobId id = BlobId.of(content);
    Path directory = directory(id);
    Path file = file(id);
    if (Files.exists(file)) {
      return id;
    }
    try {
      Files.createDirectories(directory);
      Path part = directory.resolve(UUID.randomUUID() + ".part");
      write(part, key.seal(content, id.value()));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      sync(directory);
      return id;
    } catch (IOException e) {
      throw new StoreUnavailable("cannot keep blob " + id, e);
    }
  }

  @Override
  public Optional<Bytes> get(BlobId id) {
    Path file = file(id);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Bytes content = key.open(Bytes.of(Files.readAllBytes(file)), id.value());
      if (!BlobId.of(content).equals(id)) {
        throw new StoreUnavailable("blob is not its address: " + id);
      }
      return Optional.of(content);
    } catch (IOException e) {
      throw new StoreUnavailable("cannot read blob " + id, e);
    }
  }

  @Override
  public boolean exists(BlobId id) {
    return Files.exists(file(id));
  }

  private Path file(BlobId id) {
    return directory(id).resolve(id.value());
  }

  private Path directory(BlobId id) {
    String hex = id.value().substring(4);
    return root.resolve(hex.substring(0, 2)).resolve(hex.substring(2, 4));
  }

  private static void write(Path file, Bytes octets) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(octets.toArray());
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  /** The new name itself must survive a power loss. */
  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
