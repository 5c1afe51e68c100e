namespace Leasehold.ServiceDefaults.Languages;

/// <summary>One text in the languages of the services.</summary>
/// <param name="English">In English.</param>
/// <param name="Korean">In Korean.</param>
public readonly record struct Phrase(string English, string Korean)
{
    /// <summary>The text in a language.</summary>
    /// <param name="language">The language.</param>
    public string In(Language language) => language == Language.Korean ? Korean : English;
}
