namespace Leasehold;

/// <summary>What came of asking a database server.</summary>
public enum ServerAnswer
{
    /// <summary>Nobody was asked: a file, or a driver that has no such question.</summary>
    NotAsked,

    /// <summary>It answered.</summary>
    Answered,

    /// <summary>It did not answer within <see cref="LeaseholdOptions.DiagnosisTimeout"/>.</summary>
    Silent,

    /// <summary>It has no connection left for this user.</summary>
    Full,

    /// <summary>It cannot be reached.</summary>
    Unreachable,

    /// <summary>It answered with an error of another kind, such as a password that is wrong.</summary>
    Failed,
}
