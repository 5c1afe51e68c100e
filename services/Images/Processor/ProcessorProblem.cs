namespace Leasehold.Images.Processor;

/// <summary>The member of the processor's problems that programs can rely on.</summary>
internal sealed record ProcessorProblem(string? Code);
