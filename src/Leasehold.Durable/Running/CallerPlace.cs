namespace Leasehold.Durable;

/// <summary>Where in the source an operation was started, as the compiler named it to us.</summary>
internal readonly record struct CallerPlace(string Member, string File, int Line);
