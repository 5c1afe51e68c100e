namespace Leasehold.Guest.Tests.Host;

/// <summary>Where the application calls Leasehold.</summary>
public enum GuestPlace
{
    /// <summary>Nowhere.</summary>
    Absent,

    /// <summary>Before everything of its own: services, middleware, routes.</summary>
    First,

    /// <summary>After everything of its own.</summary>
    Last,
}
