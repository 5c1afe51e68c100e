using System.Security.Cryptography;
using Leasehold.Images.Fetching;

namespace Leasehold.Images.Blobs;

/// <summary>Bytes on their way into the blob store: counted, capped and hashed as they pass.</summary>
internal sealed class IntakeStream : Stream
{
    private readonly Stream _source;
    private readonly long _maxBytes;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _head;
    private int _headGiven;
    private long _count;

    private IntakeStream(Stream source, long maxBytes, byte[] head)
    {
        (_source, _maxBytes, _head) = (source, maxBytes, head);
        Kind = PictureKinds.Of(head);
    }

    /// <summary>What its first bytes show.</summary>
    public PictureKind Kind { get; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _count;
        set => throw new NotSupportedException();
    }

    /// <summary>Reads as much as tells the kind.</summary>
    public static async Task<IntakeStream> OpenAsync(
        Stream source, long maxBytes, CancellationToken cancellationToken)
    {
        var head = new byte[PictureKinds.MagicBytes];
        var read = await source.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        return new IntakeStream(source, maxBytes, head[..read]);
    }

    /// <summary>The SHA-256 of all that has passed, in hexadecimal digits.</summary>
    public string HashSoFar() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = Math.Min(buffer.Length, _head.Length - _headGiven);
        if (read > 0)
        {
            _head.AsMemory(_headGiven, read).CopyTo(buffer);
            _headGiven += read;
        }
        else
        {
            read = await _source.ReadAsync(buffer, cancellationToken);
        }

        _count += read;
        if (_count > _maxBytes)
        {
            throw new IntakeTooLargeException(_maxBytes);
        }

        _hash.AppendData(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
        => throw new NotSupportedException("It is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
