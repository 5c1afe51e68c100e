namespace Leasehold.Images.Blobs;

/// <summary>More bytes came than are taken in.</summary>
internal sealed class IntakeTooLargeException(long maxBytes)
    : IOException($"More than {maxBytes} bytes came; they are not kept.");
