using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Leasehold.Simulators.ImageProcessor.Pixels.Isolation;

/// <summary>Messages on the pipes to and from a pixel process: two lengths, a JSON head, and bytes.</summary>
internal static class PixelPipe
{
    private const int MaxHeadBytes = 16 * 1024;
    private const int MaxBodyBytes = 512 * 1024 * 1024;
    private const int LengthsBytes = 8;

    public static async Task WriteAsync<T>(
        Stream pipe, T head, JsonTypeInfo<T> type, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(head, type);
        var start = new byte[LengthsBytes + json.Length];
        BinaryPrimitives.WriteInt32LittleEndian(start, json.Length);
        BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(4), body.Length);
        json.CopyTo(start, LengthsBytes);
        await pipe.WriteAsync(start, cancellationToken);
        await pipe.WriteAsync(body, cancellationToken);
        await pipe.FlushAsync(cancellationToken);
    }

    /// <exception cref="EndOfStreamException">The other side is gone.</exception>
    /// <exception cref="InvalidDataException">It is no message.</exception>
    public static async Task<(T Head, byte[] Body)> ReadAsync<T>(
        Stream pipe, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var lengths = new byte[LengthsBytes];
        await pipe.ReadExactlyAsync(lengths, cancellationToken);
        var headLength = BinaryPrimitives.ReadInt32LittleEndian(lengths);
        var bodyLength = BinaryPrimitives.ReadInt32LittleEndian(lengths.AsSpan(4));
        if (headLength is < 1 or > MaxHeadBytes || bodyLength is < 0 or > MaxBodyBytes)
        {
            throw new InvalidDataException("The lengths are out of their bounds.");
        }

        var json = new byte[headLength];
        await pipe.ReadExactlyAsync(json, cancellationToken);
        var body = new byte[bodyLength];
        await pipe.ReadExactlyAsync(body, cancellationToken);
        var head = JsonSerializer.Deserialize(json, type);
        return (head ?? throw new InvalidDataException("The head is empty."), body);
    }
}
