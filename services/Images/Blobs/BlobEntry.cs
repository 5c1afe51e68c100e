namespace Leasehold.Images.Blobs;

/// <summary>A blob in a listing.</summary>
internal readonly record struct BlobEntry(string Key, DateTimeOffset WrittenAt);
