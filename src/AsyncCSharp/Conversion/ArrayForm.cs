namespace AsyncCSharp.Conversion;

/// <summary>As what a cell sees an <c>object[]</c> all of whose elements have one type; the first form that it compiles with counts.</summary>
internal enum ArrayForm
{
    /// <summary>As the array that it is.</summary>
    AsIs,

    /// <summary>As an <see cref="ArrayView{T}"/>, which is the same array with a type.</summary>
    View,

    /// <summary>As an array of the type, where nothing else will do. This one is a copy, which is kept up to date.</summary>
    Copy,

    /// <summary>As it is, and lists of <see cref="System.Management.Automation.PSObject"/>s so that <c>Cast</c> sees what is inside.</summary>
    Objects,
}
