namespace Leasehold.AspNetCore;

/// <summary>Who may call, bound from <c>Leasehold</c>.</summary>
/// <remarks>A change of configuration takes effect without a restart.</remarks>
public sealed class CallerOptions
{
    /// <summary>The keys.</summary>
    /// <value>None: only callers on this machine are accepted, as tenant <c>local</c>.</value>
    public IList<CallerKey> Keys { get; } = [];
}
