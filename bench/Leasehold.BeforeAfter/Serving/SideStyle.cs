namespace Leasehold.BeforeAfter.Serving;

/// <summary>How a side is written.</summary>
public enum SideStyle
{
    /// <summary>The connection is held across the external call; tasks run on the API's pool.</summary>
    WrongWay,

    /// <summary>Three stages; tasks run on the Background pool.</summary>
    Staged,
}
