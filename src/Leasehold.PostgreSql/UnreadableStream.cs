namespace Leasehold.PostgreSql;

/// <summary>A byte that cannot be read.</summary>
internal sealed class UnreadableStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => 1;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => throw Unreadable();

    public override int Read(Span<byte> buffer) => throw Unreadable();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => throw Unreadable();

    public override long Seek(long offset, SeekOrigin origin) => 0;

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static IOException Unreadable() => new("The connection is discarded.");
}
