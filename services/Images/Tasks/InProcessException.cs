namespace Leasehold.Images.Tasks;

/// <summary>The task is being processed; thrown inside a session, so that nothing of it is kept.</summary>
internal sealed class InProcessException() : Exception("The task is being processed.");
