/** Where the API lies on the desk's origin. */
export const apiPath = '/api/v1'
