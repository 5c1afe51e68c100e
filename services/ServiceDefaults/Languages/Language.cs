namespace Leasehold.ServiceDefaults.Languages;

/// <summary>The languages that messages come in.</summary>
public enum Language
{
    /// <summary>en.</summary>
    English,

    /// <summary>ko.</summary>
    Korean,
}
