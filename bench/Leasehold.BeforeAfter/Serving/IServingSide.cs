using Leasehold.BeforeAfter.Works;

namespace Leasehold.BeforeAfter.Serving;

/// <summary>What a service does behind its routes; there is one of each style.</summary>
internal interface IServingSide
{
    /// <summary>Does the work within the request.</summary>
    Task ServeAsync(Work work, byte[] body, CancellationToken cancellationToken);

    /// <summary>Accepts work that a background task does.</summary>
    Task AcceptAsync(Work work, CancellationToken cancellationToken);

    /// <summary>The state of a work.</summary>
    Task<string?> ReadAsync(string id, CancellationToken cancellationToken);
}
