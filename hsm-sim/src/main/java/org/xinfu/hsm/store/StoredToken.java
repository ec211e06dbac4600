package org.xinfu.hsm.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One token's directory: {@code token.bin} (label, serial, the two PIN locks) and {@code
 * objects/*.obj}. A key pair is one object file, so that no crash leaves half of it.
 */
public final class StoredToken {
  private static final int MAGIC = 0x58485431;
  private static final String META = "token.bin";

  private final Path directory;
  private final Sealing sealing;
  private final String label;
  private final String serial;
  private PinLock so;
  private PinLock user;

  private StoredToken(Path directory, Sealing sealing, Meta meta) {
    this.directory = directory;
    this.sealing = sealing;
    this.label = meta.label;
    this.serial = meta.serial;
    this.so = meta.so;
    this.user = meta.user;
  }

  /** One of the two PINs of a token. */
  public enum Role {
    SO,
    USER
  }

  private record Meta(String label, String serial, PinLock so, PinLock user) {}

  /** One object of an object file: public ones as they are, private ones as a sealed box. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Entry(boolean sealed, byte[] content) {}

  /** A new token; durable when this returns. The PINs are not kept. */
  public static StoredToken create(Path directory, Sealing sealing, String label, Pins pins) {
    AtomicFile.directory(directory.resolve("objects"));
    String serial = HexFormat.of().formatHex(sealing.random(8));
    byte[] key = sealing.random(Sealing.KEY_LENGTH);
    PinLock so = PinLock.close(sealing, pins.so(), key, about(Role.SO, serial));
    PinLock user = PinLock.close(sealing, pins.user(), key, about(Role.USER, serial));
    StoredToken token = new StoredToken(directory, sealing, new Meta(label, serial, so, user));
    token.save();
    return token;
  }

  /** The PINs of a new token, in UTF-8. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Pins(byte[] so, byte[] user) {}

  public static boolean exists(Path directory) {
    return Files.exists(directory.resolve(META));
  }

  public static StoredToken load(Path directory, Sealing sealing) {
    try (DataInputStream in =
        new DataInputStream(
            new ByteArrayInputStream(Files.readAllBytes(directory.resolve(META))))) {
      if (in.readInt() != MAGIC) throw new IOException("not a token");
      Meta meta = new Meta(in.readUTF(), in.readUTF(), PinLock.read(in), PinLock.read(in));
      return new StoredToken(directory, sealing, meta);
    } catch (IOException e) {
      throw new StoreBroken("cannot read the token in " + directory, e);
    }
  }

  public String label() {
    return label;
  }

  /** Sixteen hexadecimal digits. */
  public String serial() {
    return serial;
  }

  public int failures(Role role) {
    return lock(role).failures();
  }

  /** The token key, or null when the PIN is wrong, which is counted on disk before this returns. */
  public synchronized byte @Nullable [] open(Role role, byte[] pin) {
    PinLock lock = lock(role);
    byte[] key = lock.open(sealing, pin, about(role, serial));
    if (key == null) {
      set(role, lock.failed());
    } else if (lock.failures() > 0) {
      set(role, lock.succeeded());
    }
    return key;
  }

  public synchronized void changePin(Role role, byte[] tokenKey, byte[] pin) {
    set(role, PinLock.close(sealing, pin, tokenKey, about(role, serial)));
  }

  /** Writes an object file; durable when this returns. */
  public void writeObjects(String name, List<Entry> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(entries.size());
      for (Entry entry : entries) {
        out.writeBoolean(entry.sealed);
        out.writeInt(entry.content.length);
        out.write(entry.content);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e); // a byte array does not fail
    }
    AtomicFile.write(file(name), bytes.toByteArray());
  }

  public void deleteObjects(String name) {
    AtomicFile.delete(file(name));
  }

  /**
   * Every object file by name; what a crash left unfinished is removed, since nobody was told of
   * it.
   */
  public Map<String, List<Entry>> readObjects() {
    Map<String, List<Entry>> found = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.resolve("objects"))) {
      for (Path file : files) {
        if (AtomicFile.unfinished(file)) {
          Files.deleteIfExists(file);
        } else {
          String name = file.getFileName().toString();
          found.put(name.substring(0, name.length() - ".obj".length()), entries(file));
        }
      }
    } catch (IOException e) {
      throw new StoreBroken("cannot read the objects of " + label, e);
    }
    return found;
  }

  /** Binds a box to its place, so that boxes cannot be exchanged between files. */
  public byte[] seal(byte[] tokenKey, byte[] plain, String name) {
    return sealing.seal(tokenKey, plain, (serial + "/" + name).getBytes(US_ASCII));
  }

  public byte @Nullable [] unseal(byte[] tokenKey, byte[] box, String name) {
    return sealing.open(tokenKey, box, (serial + "/" + name).getBytes(US_ASCII));
  }

  public String newName() {
    return HexFormat.of().formatHex(sealing.random(8));
  }

  private static List<Entry> entries(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
      if (in.readInt() != MAGIC) throw new IOException("not an object file: " + file);
      int count = in.readInt();
      List<Entry> entries = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        boolean sealed = in.readBoolean();
        int length = in.readInt();
        if (length < 0 || length > content.length) throw new IOException("torn file: " + file);
        entries.add(new Entry(sealed, in.readNBytes(length)));
      }
      return entries;
    }
  }

  private Path file(String name) {
    return directory.resolve("objects").resolve(name + ".obj");
  }

  private PinLock lock(Role role) {
    return role == Role.SO ? so : user;
  }

  private void set(Role role, PinLock lock) {
    if (role == Role.SO) so = lock;
    else user = lock;
    save();
  }

  private void save() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeUTF(label);
      out.writeUTF(serial);
      so.write(out);
      user.write(out);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    AtomicFile.write(directory.resolve(META), bytes.toByteArray());
  }

  private static byte[] about(Role role, String serial) {
    return (role + " " + serial).getBytes(UTF_8);
  }
}
