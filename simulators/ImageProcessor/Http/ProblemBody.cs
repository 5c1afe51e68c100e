namespace Leasehold.Simulators.ImageProcessor.Http;

/// <summary>The members of an RFC 9457 answer.</summary>
internal sealed record ProblemBody(string Type, string Title, int Status, string Detail, string Code, string TraceId);
