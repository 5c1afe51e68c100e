namespace Leasehold.Images.Batches;

/// <summary>A batch and how far it is.</summary>
internal sealed record BatchAnswer(string BatchId, int Total, int Pending, int Processing, int Completed, int Failed);
